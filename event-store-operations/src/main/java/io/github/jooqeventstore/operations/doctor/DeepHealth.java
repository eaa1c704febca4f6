package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.health.Health;
import io.github.jooqeventstore.operations.health.HealthCheck;
import io.github.jooqeventstore.operations.health.HealthReport;
import java.util.Map;

/** What the deep probe of health finds, with what it means and what mends it. */
record DeepHealth() implements Check {
    private record Meaning(Severity severity, String problem, String mend) {}

    // Structure and order are looked at by checks of our own, which name what mends each of their findings.
    private static final Map<String, Meaning> MEANINGS = Map.of(
            "positions",
            new Meaning(
                    Severity.DANGER,
                    "The sequence gives out positions that are taken.",
                    "stop all appends, then psql: select setval('events_position_seq', (select max(position) from events))"
                            + " in the schema of the store"),
            "checkpoints",
            new Meaning(
                    Severity.DANGER,
                    "Somebody has seen events that are not here: events were lost, or this is not the server they belong"
                            + " to.",
                    "event-store store verify; keep the checkpoints until it is clear which server is the right one"),
            "triggers",
            new Meaning(
                    Severity.DANGER,
                    "The triggers that protect history do not fire.",
                    "psql: alter role … reset session_replication_role, or alter database … reset"
                            + " session_replication_role"),
            "archiving",
            new Meaning(
                    Severity.DANGER,
                    "The log cannot be archived: no recovery reaches today, and the disk fills up.",
                    "event-store backup wal status"),
            "disk",
            new Meaning(
                    Severity.STANDSTILL,
                    "The server's disk is full, or soon will be.",
                    "make room, never in pg_wal; event-store maintain bloat tells what the store takes"),
            "transaction ids",
            new Meaning(
                    Severity.STANDSTILL,
                    "Transaction ids are not frozen fast enough: when they run out the server takes no writes.",
                    "end old transactions, then event-store maintain freeze"),
            "prepared",
            new Meaning(
                    Severity.STANDSTILL,
                    "A prepared transaction is forgotten: it keeps its locks, and holds vacuum back.",
                    "psql: commit prepared '…' or rollback prepared '…', by whoever knows what it was"),
            "indexes",
            new Meaning(
                    Severity.RISK,
                    "An index is invalid: every append writes to it, and no question is answered by it.",
                    "event-store maintain reindex NAME, or event-store index drop NAME"));

    @Override
    public String name() {
        return "health";
    }

    @Override
    public void look(Examination examination) {
        HealthReport report = Health.of(examination.target().dataSource())
                .schema(examination.schema())
                .limits(examination.limits().health())
                .deep();
        for (HealthCheck check : report.checks()) {
            Meaning meaning = MEANINGS.get(check.name());
            if (meaning == null) {
                if (check.name().equals("connection") && check.status() == HealthCheck.Status.FAILED) {
                    examination.notSeen(name(), check.finding());
                }
                continue;
            }
            switch (check.status()) {
                case FAILED ->
                    examination.found(new DoctorFinding(
                            check.name(),
                            meaning.severity(),
                            meaning.problem() + " Found: " + check.finding() + ".",
                            meaning.mend(),
                            check.exitCode()));
                case UNKNOWN -> examination.notSeen(check.name(), check.finding());
                case PASSED -> {}
            }
        }
    }
}
