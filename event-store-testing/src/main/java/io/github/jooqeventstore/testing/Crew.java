package io.github.jooqeventstore.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Threads that work until they are told to stop. */
final class Crew implements AutoCloseable {

    /** Work that ends soon after it may no longer go on. */
    @FunctionalInterface
    interface Work {
        void run(BooleanSupplier going) throws Exception;
    }

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration FOR_EVER = Duration.ofDays(1_000);

    private final String name;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> works = new ArrayList<>();
    private volatile boolean going = true;

    Crew(String name) {
        this.name = name;
    }

    void start(Work work) {
        works.add(threads.submit(() -> {
            work.run(() -> going);
            return null;
        }));
    }

    /** Waits until all have stopped; what one of them threw is a failure of the program. */
    void stop() {
        going = false;
        works.forEach(work -> await(work, PATIENCE));
    }

    /** Waits for them for as long as they go on. */
    void join() {
        works.forEach(work -> await(work, FOR_EVER));
    }

    private void await(Future<?> work, Duration patience) {
        try {
            work.get(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + ": expected to end well, found " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(name + ": expected to end within " + patience + ", found not", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name + ": interrupted", e);
        }
    }

    /** Ends them also where the program fails. */
    @Override
    public void close() {
        going = false;
        threads.shutdownNow();
    }
}
