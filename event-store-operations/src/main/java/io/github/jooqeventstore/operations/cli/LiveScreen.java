package io.github.jooqeventstore.operations.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Texts that are shown again and again: in place on a terminal, one behind the other elsewhere.
 *
 * <p>Ctrl-C and SIGTERM are how it is usually ended: the text in hand is finished, the terminal is as it was, and the program
 * ends with 0.
 */
final class LiveScreen implements AutoCloseable {
    // The second screen of the terminal without a cursor; back to the first one with its cursor; the rest of a line,
    // and of
    // the screen, wiped away.
    private static final String BEGIN = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private static final String END = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST = "\u001b[J";
    private static final long PATIENCE_SECONDS = 2;

    private final PrintWriter out;
    private final boolean terminal;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean restored = new AtomicBoolean();
    private final Thread hook = new Thread(this::endWithTheProgram, "event-store-screen");

    private LiveScreen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static LiveScreen open(PrintWriter out, boolean terminal) {
        LiveScreen screen = new LiveScreen(out, terminal);
        Runtime.getRuntime().addShutdownHook(screen.hook);
        if (terminal) {
            out.print(BEGIN);
        }
        return screen;
    }

    void show(String text) {
        if (terminal) {
            out.print(HOME + text.replace(System.lineSeparator(), REST_OF_LINE + "\n") + REST_OF_LINE + REST);
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** Waits for so long, or for whoever ends the program; whether somebody does. */
    boolean isToEndWithin(Duration time) throws InterruptedException {
        return asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        restore();
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is at work.
        }
    }

    private void restore() {
        if (terminal && restored.compareAndSet(false, true)) {
            out.print(END);
        }
        out.flush();
    }

    // Runs beside the command, which the signal does not end by itself. Halt, since the code is that of the signal
    // else.
    private void endWithTheProgram() {
        asked.countDown();
        try {
            if (ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            // The program ends in any case.
        }
        restore();
    }
}
