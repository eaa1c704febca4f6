package io.github.jooqeventstore.example;

/** Something that the user can put right: the message says what was expected, what was found, and what to do. */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    Problem(String message) {
        super(message);
    }

    Problem(String message, Throwable cause) {
        super(message, cause);
    }
}
