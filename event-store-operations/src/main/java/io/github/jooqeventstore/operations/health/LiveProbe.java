package io.github.jooqeventstore.operations.health;

import java.lang.management.ManagementFactory;
import java.util.List;

/** Whether this JVM works: it answers, and no two of its threads wait for each other for ever. */
final class LiveProbe {
    private LiveProbe() {}

    static HealthReport report() {
        long begun = System.nanoTime();
        long[] stuck = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
        HealthCheck threads = stuck == null
                ? HealthCheck.passed("threads", "none waits for another for ever")
                : HealthCheck.failed(
                        "threads",
                        "expected none that wait for each other, found " + stuck.length
                                + " threads in a deadlock; take a thread dump and restart the program");
        return HealthReport.of("live", begun, List.of(threads));
    }
}
