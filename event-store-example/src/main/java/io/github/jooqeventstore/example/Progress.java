package io.github.jooqeventstore.example;

import java.io.PrintStream;

/** Shows how far an import is. */
interface Progress {

    /** It begins, with so many commits before it. */
    void begin(long commits);

    /** So many commits are imported, as so many events. */
    void at(long commits, long events);

    /** It is over, or has failed. */
    void end();

    /** A bar that moves where somebody looks at a terminal; else some lines. */
    static Progress on(PrintStream out) {
        return Terminal.isThere() ? new ProgressBar(out) : new ProgressLines(out);
    }
}
