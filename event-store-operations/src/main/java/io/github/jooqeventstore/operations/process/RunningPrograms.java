package io.github.jooqeventstore.operations.process;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The programs that this JVM has started and that must not outlive it: whoever interrupts us means them, too. */
final class RunningPrograms {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(RunningPrograms::stop), "stop programs"));
    }

    private RunningPrograms() {}

    static void add(Process process) {
        RUNNING.add(process);
        RUNNING.removeIf(other -> !other.isAlive());
    }

    static void remove(Process process) {
        RUNNING.remove(process);
    }

    /** Asks it to end, and makes it end when it does not. */
    static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
