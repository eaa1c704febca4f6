package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.health.Health;
import io.github.jooqeventstore.operations.health.HealthReport;
import io.github.jooqeventstore.operations.process.Patience;
import io.github.jooqeventstore.operations.store.StoreReport;
import io.github.jooqeventstore.operations.store.StoreVerification;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A store that has come back, looked at and used.
 *
 * @param report what the verification found
 * @param broken what is wrong with it
 */
record ComeBack(StoreReport report, List<String> broken) {
    private static final Duration READY = Duration.ofMinutes(2);

    /** Verifies it, waits until an application would be sent there, and appends the first event. */
    static ComeBack of(DatabaseTarget target, DrillClock clock, DrillScene scene) {
        StoreReport report = clock.step(
                "verify the store",
                () -> StoreVerification.run(target, StoreVerification.Options.defaults(), scene.progress()));
        clock.run("application ready: health check and first append", () -> firstAppend(target));
        return new ComeBack(
                report, report.findings().stream().map(Object::toString).toList());
    }

    private static void firstAppend(DatabaseTarget target) {
        Health health = Health.of(target.dataSource()).schema(target.schema());
        HealthReport[] last = new HealthReport[1];
        boolean ready = Patience.of(READY).until(() -> {
            last[0] = health.ready();
            return last[0].healthy();
        });
        if (!ready) {
            throw new OperationsException(
                    ExitCode.CHECK_FAILED,
                    "restored store: expected it to be ready, found "
                            + last[0].failures().getFirst().finding());
        }
        try (var database = OperationsDatabase.open(target)) {
            EventStore.using(database.dsl())
                    .append(
                            StreamId.of("drill", UUID.randomUUID()),
                            ExpectedVersion.noStream(),
                            DrillWriter.event("DrillEnded", 1));
        }
    }
}
