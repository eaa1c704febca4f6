package io.github.jooqeventstore.operations.lint;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;

/** A file cannot be taken apart into statements: a quote or a comment has no end. */
public final class SqlSyntaxException extends OperationsException {
    private final int line;

    SqlSyntaxException(int line, String message) {
        super(ExitCode.CHECK_FAILED, message);
        this.line = line;
    }

    /** {@return the line where it begins, from 1 on} */
    public int line() {
        return line;
    }
}
