package io.github.jooqeventstore.subscription;

/** The handler threw, or was interrupted when its time was over; the message is the error as it is shown. */
final class HandlerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Without the cause, whose message may quote what an event says. */
    HandlerFailedException(String error) {
        super(error);
    }
}
