package io.github.jooqeventstore.operations.readiness;

import io.github.jooqeventstore.migration.SchemaFinding;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.health.Health;
import io.github.jooqeventstore.operations.health.HealthCheck;
import io.github.jooqeventstore.operations.health.HealthReport;
import io.github.jooqeventstore.operations.migration.MigrationLine;
import io.github.jooqeventstore.operations.migration.Migrations;
import io.github.jooqeventstore.operations.pool.PoolAdvice;
import io.github.jooqeventstore.operations.pool.PoolQuestion;
import io.github.jooqeventstore.operations.pool.PoolView;
import io.github.jooqeventstore.operations.pool.ServerConnections;
import io.github.jooqeventstore.operations.readiness.Check.Finding;
import io.github.jooqeventstore.operations.tune.RunningSettings;
import io.github.jooqeventstore.operations.tune.SettingDifference;
import io.github.jooqeventstore.operations.tune.Tuning;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The schema, the pool and the server's settings. */
final class SchemaItems {
    private static final int SHOWN = 3;

    static final List<Check> ALL = List.of(
            new Check("migrations", "event-store migrate", false, SchemaItems::migrations),
            new Check(
                    "deployment",
                    "event-store migrate in the pipeline, before the new programs start; it ends with 0, or the deployment does",
                    true,
                    (database, around) -> Finding.unknown("what your pipeline runs is not to be seen from here")),
            new Check("health", "event-store health deep", false, SchemaItems::health),
            new Check(
                    "pool", "event-store pool advise --requests N --held TIME --pool-size N", false, SchemaItems::pool),
            new Check("tuning", "event-store tune apply", false, SchemaItems::tuning));

    private SchemaItems() {}

    private static Finding migrations(OperationsDatabase database, Surroundings around) {
        var migrations = Migrations.of(database.target(), around.migrations());
        List<MigrationLine> lines = migrations.info();
        List<String> open = lines.stream()
                .filter(line ->
                        line.status() != MigrationLine.Status.APPLIED && line.status() != MigrationLine.Status.BASELINE)
                .map(line -> line.description() + " is " + line.status().name().toLowerCase(Locale.ROOT))
                .toList();
        if (!open.isEmpty()) {
            return Finding.notDone("expected all applied, found " + some(open));
        }
        List<SchemaFinding> findings = migrations.validate();
        return findings.isEmpty()
                ? Finding.done(lines.size() + " are applied, and the live schema is what they make")
                : Finding.notDone(
                        some(findings.stream().map(SchemaFinding::toString).toList()));
    }

    private static Finding health(OperationsDatabase database, Surroundings around) {
        HealthReport report = Health.of(database.target().dataSource())
                .schema(database.target().schema())
                .deep();
        if (!report.healthy()) {
            return Finding.notDone(some(report.failures().stream()
                    .map(failure -> failure.name() + ": " + failure.finding())
                    .toList()));
        }
        List<String> unseen = report.checks().stream()
                .filter(check -> check.status() == HealthCheck.Status.UNKNOWN)
                .map(HealthCheck::name)
                .toList();
        return unseen.isEmpty()
                ? Finding.done(report.checks().size() + " checks passed")
                : Finding.unknown("this role may not see " + String.join(", ", unseen));
    }

    private static Finding pool(OperationsDatabase database, Surroundings around) {
        List<String> refused = PoolView.read(database).findings();
        if (!refused.isEmpty()) {
            return Finding.notDone(some(refused));
        }
        PoolQuestion load = around.load();
        if (load == null || load.poolSize() == null) {
            return Finding.unknown(
                    "how many requests there are, how long each holds a connection and how large the pools"
                            + " are is not to be seen from here; say it with --requests, --held and --pool-size");
        }
        PoolAdvice advice = PoolAdvice.of(load.with(ServerConnections.read(database)));
        return advice.findings().isEmpty()
                ? Finding.done(load.instances() + " pools of " + load.poolSize() + ", " + advice.connections()
                        + " each are advised")
                : Finding.notDone(some(advice.findings()));
    }

    private static Finding tuning(OperationsDatabase database, Surroundings around) {
        Tuning tuning = around.tuning();
        if (tuning == null) {
            return Finding.unknown(
                    "what the server's machine has is not to be seen from here; say --memory, --cpus and --disk");
        }
        List<SettingDifference> differences = new RunningSettings(database).differences(tuning.settings());
        return differences.isEmpty()
                ? Finding.done("all settings are as wanted")
                : Finding.notDone(differences.size() + " settings differ: "
                        + some(differences.stream()
                                .map(difference -> difference.name() + " is " + difference.now() + ", wanted "
                                        + difference.wanted())
                                .toList()));
    }

    static String some(List<String> findings) {
        String first = findings.stream().limit(SHOWN).filter(Objects::nonNull).collect(Collectors.joining("; "));
        return findings.size() > SHOWN ? first + "; and " + (findings.size() - SHOWN) + " more" : first;
    }
}
