package io.github.jooqeventstore.operations;

import org.jspecify.annotations.Nullable;

/**
 * A command could not do what it should, or refuses to.
 *
 * <p>The message is one sentence: the subject, what was expected, what was found, and what to do. It holds no password and no
 * payload of an event.
 */
public class OperationsException extends RuntimeException {
    private final ExitCode exitCode;

    /** Creates one for a finding of our own. */
    public OperationsException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    /** Creates one for a failure of something below. */
    public OperationsException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** {@return which kind of failure it is} */
    public ExitCode exitCode() {
        return exitCode;
    }
}
