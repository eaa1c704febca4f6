package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.Progress;
import java.io.PrintWriter;

/** A line when a step begins, and another each tenth of it: for logs. */
final class ProgressLines implements Progress {
    private static final long TENTHS = 10;

    private final PrintWriter err;
    private String step = "";
    private long tenth;

    ProgressLines(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void at(String what, long done, long total) {
        if (!what.equals(step)) {
            step = what;
            tenth = 0;
            err.println(what);
        }
        long now = total <= 0 ? 0 : Math.min(TENTHS, done * TENTHS / total);
        if (now > tenth) {
            tenth = now;
            err.println(what + ": " + now * TENTHS + " %");
        }
    }
}
