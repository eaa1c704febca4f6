package io.github.jooqeventstore.operations.wal;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;

/**
 * A place in the write-ahead log, as PostgreSQL writes it: {@code 0/16B3748}.
 *
 * @param value bytes since the beginning of the log, unsigned
 */
public record Lsn(long value) implements Comparable<Lsn> {
    private static final int HALF = 32;

    /**
     * {@return the place that the text names}
     *
     * @throws OperationsException with {@link ExitCode#USAGE} when it names none
     */
    public static Lsn of(String text) {
        int slash = text.indexOf('/');
        try {
            long high = Long.parseLong(text.substring(0, Math.max(slash, 0)), 16);
            long low = Long.parseLong(text.substring(slash + 1), 16);
            if (high >>> HALF == 0 && low >>> HALF == 0) {
                return new Lsn(high << HALF | low);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new OperationsException(
                ExitCode.USAGE, "place in the log: expected one such as 0/16B3748, found " + text);
    }

    /** {@return whether it lies before the other} */
    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return Long.toHexString(value >>> HALF).toUpperCase(java.util.Locale.ROOT) + "/"
                + Long.toHexString(value & 0xFFFFFFFFL).toUpperCase(java.util.Locale.ROOT);
    }
}
