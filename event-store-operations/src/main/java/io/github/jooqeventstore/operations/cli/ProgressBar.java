package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.Progress;
import java.io.PrintWriter;

/** A bar on one line of a terminal, written over itself. */
final class ProgressBar implements Progress {
    private static final int WIDTH = 30;
    private static final long NANOS_BETWEEN = 100_000_000;

    private final PrintWriter err;
    private String step = "";
    private long shownAt;

    ProgressBar(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void at(String what, long done, long total) {
        boolean begins = !what.equals(step);
        boolean ends = total > 0 && done >= total;
        long now = System.nanoTime();
        if (!begins && !ends && now - shownAt < NANOS_BETWEEN) {
            return;
        }
        if (begins && !step.isEmpty()) {
            err.println();
        }
        step = what;
        shownAt = now;
        int full = total <= 0 ? 0 : (int) Math.min(WIDTH, done * WIDTH / total);
        err.print("\r\u001b[K" + what + " [" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] "
                + (total <= 0 ? Long.toString(done) : done * 100 / total + " %"));
        err.flush();
    }
}
