package io.github.jooqeventstore.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody presses Ctrl-C: the run ends early, tells what it has shown, and cleans up before the JVM ends. */
final class EarlyEnd implements AutoCloseable {

    private static final int PATIENCE_MINUTES = 3;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::ask, "torture-early-end");
    private volatile boolean asked;

    private EarlyEnd() {}

    /** One that is told by nobody: where all goes with the JVM, there is nothing to clean up. */
    static EarlyEnd never() {
        return new EarlyEnd();
    }

    static EarlyEnd listen() {
        EarlyEnd early = new EarlyEnd();
        Runtime.getRuntime().addShutdownHook(early.hook);
        return early;
    }

    boolean asked() {
        return asked;
    }

    /** Everything is cleaned up. */
    @Override
    public void close() {
        done.countDown();
        if (!asked) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void ask() {
        asked = true;
        try {
            if (!done.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                System.err.println("torture: expected to clean up within " + PATIENCE_MINUTES + " minutes, found not");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
