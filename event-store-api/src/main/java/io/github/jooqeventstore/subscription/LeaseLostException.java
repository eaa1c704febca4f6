package io.github.jooqeventstore.subscription;

/** Somebody else holds the lease by now, or nobody: what was to be written was not. */
final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(String subject) {
        super(subject + ": expected to hold its lease, found it lost");
    }
}
