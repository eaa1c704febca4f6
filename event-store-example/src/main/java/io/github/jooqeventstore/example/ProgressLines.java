package io.github.jooqeventstore.example;

import java.io.PrintStream;

/** Progress as a line for each tenth of the way: for logs and pipes. */
final class ProgressLines implements Progress {

    private static final int LINES = 10;

    private final PrintStream out;
    private long total;
    private long tenths;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(long commits) {
        total = commits;
        out.println("Importing " + Display.number(commits) + " commits");
    }

    @Override
    public void at(long commits, long events) {
        long now = commits * LINES / total;
        if (now > tenths) {
            tenths = now;
            out.println("  " + Display.number(commits) + " of " + Display.number(total) + " commits, "
                    + Display.number(events) + " events");
        }
    }

    @Override
    public void end() {
        // The last line is there.
    }
}
