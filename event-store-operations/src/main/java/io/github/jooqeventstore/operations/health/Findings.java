package io.github.jooqeventstore.operations.health;

import io.github.jooqeventstore.operations.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** What a probe has found so far, and what it is about: another thread looks when the time is over. */
final class Findings {
    private record Step(String name, Supplier<String> known) {}

    private final Queue<HealthCheck> checks = new ConcurrentLinkedQueue<>();
    private volatile Step step = new Step("probe", () -> "");

    /** The next thing is looked at. */
    void at(String name) {
        at(name, () -> "");
    }

    /** The same, with what can be said of it when no answer comes: empty, or the end of a sentence. */
    void at(String name, Supplier<String> known) {
        step = new Step(name, known);
    }

    String step() {
        return step.name();
    }

    void add(HealthCheck check) {
        checks.add(check);
    }

    List<HealthCheck> all() {
        return List.copyOf(checks);
    }

    /** What is known when the time is over. */
    List<HealthCheck> late(long millis) {
        Step open = step;
        List<HealthCheck> known = new ArrayList<>(checks);
        known.add(HealthCheck.failed(
                open.name(),
                "expected an answer within " + millis + " ms, found none"
                        + open.known().get(),
                ExitCode.LOCKED));
        return known;
    }
}
