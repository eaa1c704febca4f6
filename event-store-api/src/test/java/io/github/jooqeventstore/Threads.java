package io.github.jooqeventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Work on many virtual threads that begin together. */
final class Threads {

    /** More for stress that somebody has asked for. */
    private static final long PATIENCE_SECONDS = System.getProperties().stringPropertyNames().stream()
                    .anyMatch(name -> name.startsWith("eventstore.stress."))
            ? 24 * 60 * 60
            : 120;

    private Threads() {}

    /** Work that is told which of the threads it runs on. */
    @FunctionalInterface
    interface Numbered<T> {
        T run(int thread) throws Exception;
    }

    /** The results in the order of the threads; what one of them throws is thrown. */
    static <T> List<T> together(int threads, Numbered<T> work) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                futures.add(executor.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return work.run(thread);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(future));
            }
            return results;
        }
    }

    /** The result of work that runs beside the caller, who gives it something to wait for. */
    static <T> Future<T> beside(Callable<T> work) {
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            return executor.submit(work);
        } finally {
            executor.shutdown();
        }
    }

    /** The result, or what the work has thrown. */
    static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            throw e;
        }
    }
}
