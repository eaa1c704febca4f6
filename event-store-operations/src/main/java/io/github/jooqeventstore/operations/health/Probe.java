package io.github.jooqeventstore.operations.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at something, and answers in time whatever becomes of it.
 *
 * <p>It is looked at by a virtual thread, which an interrupt gets out of a socket of a server that is silent. One at a time:
 * whoever asks meanwhile is told the same, so that no flood of askers floods the server.
 */
final class Probe {
    /** What is kept of the budget for the answer itself. */
    private static final double FOR_THE_ANSWER = 0.05;

    private record Running(Findings findings, CompletableFuture<List<HealthCheck>> result, Thread thread) {}

    private final String name;
    private final long millis;
    private final Consumer<Findings> work;
    private @Nullable Running running;

    Probe(String name, Duration budget, Consumer<Findings> work) {
        this.name = name;
        this.millis = Math.round(budget.toMillis() * (1 - FOR_THE_ANSWER));
        this.work = work;
    }

    HealthReport answer() {
        long begun = System.nanoTime();
        Running mine = join();
        return HealthReport.of(name, begun, checks(mine));
    }

    private List<HealthCheck> checks(Running mine) {
        try {
            return mine.result.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            List<HealthCheck> late = mine.findings.late(millis);
            mine.thread.interrupt();
            return late;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return mine.findings.late(millis);
        } catch (ExecutionException e) {
            // The work tells itself what goes wrong in the database: this is an error of ours.
            return List.of(HealthCheck.failed(mine.findings.step(), "expected an answer, found " + e.getCause()));
        }
    }

    private synchronized Running join() {
        Running now = running;
        if (now == null || now.result.isDone()) {
            now = start();
            running = now;
        }
        return now;
    }

    private Running start() {
        var findings = new Findings();
        var result = new CompletableFuture<List<HealthCheck>>();
        Thread thread = Thread.ofVirtual().name("event-store-health-" + name).start(() -> {
            try {
                work.accept(findings);
                result.complete(findings.all());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return new Running(findings, result, thread);
    }
}
