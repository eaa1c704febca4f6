package io.github.jooqeventstore.example;

import java.io.PrintStream;

/** Progress as a bar in one line of a terminal, drawn over and over. */
final class ProgressBar implements Progress {

    private static final int LENGTH = 30;

    private final PrintStream out;
    private long total;
    private int width;

    ProgressBar(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(long commits) {
        total = commits;
        at(0, 0);
    }

    @Override
    public void at(long commits, long events) {
        int done = Math.toIntExact(commits * LENGTH / total);
        String line = "[" + "#".repeat(done) + ".".repeat(LENGTH - done) + "] " + Display.number(commits) + " of "
                + Display.number(total) + " commits, " + Display.number(events) + " events";
        // Spaces cover what a longer line has left.
        out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        out.flush();
        width = line.length();
    }

    @Override
    public void end() {
        out.println();
    }
}
