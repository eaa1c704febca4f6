package io.github.jooqeventstore.subscription;

/** The failure policy says stop; the message is the error as it is shown. */
final class PartitionStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PartitionStoppedException(String error) {
        super(error);
    }
}
