package io.github.jooqeventstore;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An append whose expectation did not hold: nothing was written, and the caller's transaction, if there is one, goes on.
 *
 * <p>Load the stream again, decide again on what it says now, and append with the new version.
 */
public final class WrongExpectedVersionException extends EventStoreException {

    private final StreamId stream;
    private final ExpectedVersion expected;
    private final @Nullable Long found;

    WrongExpectedVersionException(StreamId stream, ExpectedVersion expected, @Nullable Long found) {
        super("stream " + stream + ": expected " + expected + ", found "
                + (found == null ? "no stream" : "version " + found));
        this.stream = stream;
        this.expected = expected;
        this.found = found;
    }

    /** The stream that was to be appended to. */
    public StreamId stream() {
        return stream;
    }

    /** What the append expected of it. */
    public ExpectedVersion expected() {
        return expected;
    }

    /** The version of the last event of the stream just after the refusal; empty if there was no such stream. */
    public OptionalLong found() {
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }
}
