package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Several connections that share work: each takes the next piece that is left. What a restore builds and compares costs the
 * server's processors, of which one connection uses one.
 *
 * @param target where they lead
 * @param count how many there are at most
 */
record Connections(DatabaseTarget target, int count) {
    /** Memory for sorting is what the building of an index waits for. */
    static final String MAINTENANCE_MEMORY = "256MB";

    /** Does all of it, and waits; the first failure ends the rest before it has begun, and is thrown. */
    void run(List<Consumer<DSLContext>> pieces) {
        Queue<Consumer<DSLContext>> left = new ConcurrentLinkedQueue<>(pieces);
        List<Future<?>> workers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.min(count, pieces.size()); i++) {
                workers.add(threads.submit(() -> work(left)));
            }
        }
        workers.forEach(Connections::result);
    }

    private void work(Queue<Consumer<DSLContext>> left) {
        boolean done = false;
        try (OperationsDatabase database = OperationsDatabase.open(target)) {
            // SET is not in jOOQ's language.
            database.dsl().execute("set search_path = pg_catalog");
            database.dsl().execute("set statement_timeout = 0");
            // To compile these statements takes longer than it saves.
            database.dsl().execute("set jit = off");
            database.dsl().execute("set maintenance_work_mem = '" + MAINTENANCE_MEMORY + "'");
            for (@Nullable Consumer<DSLContext> piece = left.poll(); piece != null; piece = left.poll()) {
                piece.accept(database.dsl());
            }
            done = true;
        } finally {
            if (!done) {
                left.clear();
            }
        }
    }

    private static void result(Future<?> worker) {
        try {
            worker.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationsException(ExitCode.PARTIAL, "restore: interrupted", e);
        }
    }
}
