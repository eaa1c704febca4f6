package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Takes the time of each step. For one thread. */
final class DrillClock {
    private static final double NANOS = 1e9;

    private final long begun = System.nanoTime();
    private final List<DrillStep> steps = new ArrayList<>();
    private final Progress progress;
    private double crash = -1;

    DrillClock(Progress progress) {
        this.progress = progress;
    }

    <T> T step(String name, Supplier<T> work) {
        progress.at(name, 0, 0);
        double begin = now();
        T result = work.get();
        steps.add(new DrillStep(name, crash >= 0, begin, now() - begin));
        return result;
    }

    void run(String name, Runnable work) {
        step(name, () -> {
            work.run();
            return true;
        });
    }

    /** From now on the store is away. */
    void fails() {
        crash = now();
    }

    /** {@return seconds since the drill began} */
    double now() {
        return (System.nanoTime() - begun) / NANOS;
    }

    /** {@return when the store failed, in seconds since the drill began} */
    double failedAt() {
        return crash;
    }

    List<DrillStep> steps() {
        return List.copyOf(steps);
    }
}
