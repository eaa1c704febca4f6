package io.github.jooqeventstore.operations;

/** How a command ends. Scripts may rely on the numbers: they never change. */
public enum ExitCode {
    /** All is done, or all is well. */
    OK(0),
    /** A check has found something; the output says what. */
    CHECK_FAILED(1),
    /** The command line cannot be understood, or asks for what makes no sense. */
    USAGE(2),
    /** There is no connection to the server, or no such database. */
    CANNOT_CONNECT(3),
    /** The server refuses the user, the password, or what the user may not do. */
    LOGIN_REFUSED(4),
    /** Refused because it could destroy or lose something; the message says what must be given to do it all the same. */
    REFUSED(5),
    /** A program of PostgreSQL is missing, or is too old for the server. */
    PROGRAM_MISSING(6),
    /** Data is not what it was when it was written, or parts of it are missing. */
    INTEGRITY(7),
    /** The disk is full, or would be. */
    NO_SPACE(8),
    /** Somebody else holds a lock, or it took too long; trying again is safe. */
    LOCKED(9),
    /** Done in part; the message says which part, and calling again goes on. */
    PARTIAL(10);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** {@return the number that the program ends with} */
    public int code() {
        return code;
    }
}
