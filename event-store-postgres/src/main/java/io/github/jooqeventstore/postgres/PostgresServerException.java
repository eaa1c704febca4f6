package io.github.jooqeventstore.postgres;

/**
 * The server that was asked for cannot be had, or refused. The message names the subject, what was expected and what was
 * found; it holds no password.
 */
public final class PostgresServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostgresServerException(String message) {
        super(message);
    }

    PostgresServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
