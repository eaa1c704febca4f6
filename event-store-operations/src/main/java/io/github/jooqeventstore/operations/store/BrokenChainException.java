package io.github.jooqeventstore.operations.store;

/** A line of a chain is not what was written. */
final class BrokenChainException extends Exception {
    private final String subject;
    private final String expectation;

    BrokenChainException(String subject, String expectation) {
        super(subject + ": expected " + expectation);
        this.subject = subject;
        this.expectation = expectation;
    }

    String subject() {
        return subject;
    }

    String expectation() {
        return expectation;
    }
}
