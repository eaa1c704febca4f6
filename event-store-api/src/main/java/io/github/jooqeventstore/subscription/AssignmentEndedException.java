package io.github.jooqeventstore.subscription;

/** The partition is to be given back before the next event. */
final class AssignmentEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AssignmentEndedException(String subject) {
        super(subject + ": expected to go on, found that it is to be given back");
    }
}
