package io.github.jooqeventstore.testing;

/** A command line that makes no sense; the message says what was expected and what was found. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
