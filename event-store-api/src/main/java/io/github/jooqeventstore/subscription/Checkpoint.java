package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.InvalidInputException;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition of a subscription has come: opaque, to be kept as text and given back as it is.
 *
 * <p>It holds a position, the id of the event there as its witness, and the epoch of the store, so that the store can tell
 * whether it still bears it out.
 */
public final class Checkpoint {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})-([0-9a-f-]{36}|none)");

    private final long position;
    private final long epoch;
    private final @Nullable UUID witness;

    Checkpoint(long position, long epoch, @Nullable UUID witness) {
        this.position = position;
        this.epoch = epoch;
        this.witness = witness;
    }

    /**
     * The checkpoint that was printed so.
     *
     * @throws InvalidInputException if the text is none
     */
    public static Checkpoint parse(String text) {
        Matcher parts = TEXT.matcher(InvalidInputException.requirePresent("checkpoint", "text", text));
        if (!parts.matches()) {
            throw new InvalidInputException("checkpoint", "must be a text that a checkpoint was printed as");
        }
        try {
            return new Checkpoint(
                    Long.parseLong(parts.group(1)),
                    Long.parseLong(parts.group(2)),
                    parts.group(3).equals("none") ? null : UUID.fromString(parts.group(3)));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("checkpoint", "must be a text that a checkpoint was printed as");
        }
    }

    long position() {
        return position;
    }

    long epoch() {
        return epoch;
    }

    /** Null where the position was named by hand, or nothing was handled yet. */
    @Nullable
    UUID witness() {
        return witness;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Checkpoint that
                && position == that.position
                && epoch == that.epoch
                && Objects.equals(witness, that.witness);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(position);
    }

    /** The checkpoint as text, for {@link #parse}. */
    @Override
    public String toString() {
        return position + "-" + epoch + "-" + (witness == null ? "none" : witness);
    }
}
