package io.github.jooqeventstore.testing;

/** How the program ends, for scripts. */
enum ExitCode {
    /** Nothing was missed, duplicated or out of order, and enough was committed to say so. */
    PASSED(0),
    /** A promise was broken. */
    BROKEN(1),
    /** The command line makes no sense; nothing was started. */
    USAGE(2),
    /** Too little was committed to prove anything. */
    TOO_LITTLE(3),
    /** There is no database to work on. */
    NO_DATABASE(4),
    /** The program itself failed. */
    FAILED(5);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
