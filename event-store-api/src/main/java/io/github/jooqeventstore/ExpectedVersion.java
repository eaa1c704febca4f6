package io.github.jooqeventstore;

/**
 * What an append expects of its stream; the statement that writes is the one that checks.
 *
 * <p>An archived stream refuses every append, whatever is expected.
 */
public sealed interface ExpectedVersion {

    /** Whatever the stream is; it is created if it is not there. */
    record Any() implements ExpectedVersion {

        static final Any INSTANCE = new Any();

        @Override
        public String toString() {
            return "any version";
        }
    }

    /** The stream has no events yet. */
    record NoStream() implements ExpectedVersion {

        static final NoStream INSTANCE = new NoStream();

        @Override
        public String toString() {
            return "no stream";
        }
    }

    /** The stream has events, however many. */
    record StreamExists() implements ExpectedVersion {

        static final StreamExists INSTANCE = new StreamExists();

        @Override
        public String toString() {
            return "an existing stream";
        }
    }

    /**
     * The last event of the stream has this version.
     *
     * @param version 1 or more
     */
    record Exactly(long version) implements ExpectedVersion {

        /**
         * Expects a version.
         *
         * @throws InvalidInputException if the version is less than 1 or leaves no room for further events
         */
        public Exactly {
            if (version < 1) {
                throw new InvalidInputException(
                        "expected version",
                        "must be 1 or more, found " + version + "; for a stream without events expect no stream");
            }
            if (version > MAX_VERSION) {
                throw new InvalidInputException(
                        "expected version", "must be at most " + MAX_VERSION + ", found " + version);
            }
        }

        @Override
        public String toString() {
            return "version " + version;
        }
    }

    /** The highest version that can be expected: there is room for an append above it. */
    long MAX_VERSION = Long.MAX_VALUE - Integer.MAX_VALUE;

    /** Whatever the stream is; it is created if it is not there. */
    static ExpectedVersion any() {
        return Any.INSTANCE;
    }

    /** The stream has no events yet. */
    static ExpectedVersion noStream() {
        return NoStream.INSTANCE;
    }

    /** The stream has events, however many. */
    static ExpectedVersion streamExists() {
        return StreamExists.INSTANCE;
    }

    /**
     * The last event of the stream has this version.
     *
     * @throws InvalidInputException if the version is less than 1 or leaves no room for further events
     */
    static ExpectedVersion exactly(long version) {
        return new Exactly(version);
    }
}
