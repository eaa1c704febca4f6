package io.github.jooqeventstore.operations.migration;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.github.jooqeventstore.migration.SchemaFinding;
import io.github.jooqeventstore.operations.migration.MigrationLine.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The operator's history of a schema, beside the files. Its table is Flyway's, of which jOOQ generates no class. */
final class OperatorHistory {
    private static final Field<String> VERSION = field(name("version"), SQLDataType.VARCHAR);
    private static final Field<Integer> CHECKSUM = field(name("checksum"), SQLDataType.INTEGER);
    private static final Field<Boolean> SUCCESS = field(name("success"), SQLDataType.BOOLEAN);

    private final MigrationSession session;
    private final List<MigrationInfo> migrations;

    private OperatorHistory(MigrationSession session, List<MigrationInfo> migrations) {
        this.session = session;
        this.migrations = migrations;
    }

    static OperatorHistory read(MigrationSession session, Flyway flyway) {
        return new OperatorHistory(
                session,
                Arrays.stream(flyway.info().all())
                        .filter(migration -> migration.getVersion() != null)
                        .sorted(Comparator.comparingInt(OperatorHistory::version))
                        .toList());
    }

    List<MigrationLine> lines() {
        var lines = new ArrayList<MigrationLine>();
        for (MigrationInfo migration : migrations) {
            Status status = status(migration);
            if (status != null && version(migration) > 0) {
                Date at = migration.getInstalledOn();
                lines.add(new MigrationLine(
                        MigrationLine.Origin.OPERATOR,
                        version(migration),
                        migration.getDescription(),
                        status,
                        at == null ? null : at.toInstant(),
                        migration.getExecutionTime()));
            }
        }
        return lines;
    }

    /** {@return what was applied otherwise than the files say} */
    List<SchemaFinding> findings() {
        var findings = new ArrayList<SchemaFinding>();
        for (MigrationInfo migration : migrations) {
            Status status = status(migration);
            if (status != null) {
                SchemaFinding finding = finding(migration, status);
                if (finding != null) {
                    findings.add(finding);
                }
            }
        }
        return findings;
    }

    private static @Nullable SchemaFinding finding(MigrationInfo migration, Status status) {
        String subject = "migration " + migration.getScript();
        return switch (status) {
            case FAILED -> new SchemaFinding(subject, "to have succeeded", "in the history that it failed half-way");
            case MISSING -> new SchemaFinding(subject, "its file in the folder", "it in the history only");
            case SKIPPED -> new SchemaFinding(subject, "it in the history", "later ones only");
            case EDITED ->
                new SchemaFinding(
                        subject,
                        "the text that was applied, of checksum " + migration.getAppliedChecksum(),
                        "a file of checksum " + migration.getResolvedChecksum());
            case PENDING, APPLIED, BASELINE -> null;
        };
    }

    private static @Nullable Status status(MigrationInfo migration) {
        return switch (migration.getState()) {
            case SUCCESS, OUT_OF_ORDER -> migration.isChecksumMatching() ? Status.APPLIED : Status.EDITED;
            case FAILED, MISSING_FAILED, FUTURE_FAILED -> Status.FAILED;
            case MISSING_SUCCESS, FUTURE_SUCCESS -> Status.MISSING;
            case PENDING -> Status.PENDING;
            case IGNORED -> Status.SKIPPED;
            case BASELINE -> Status.BASELINE;
            // Below the baseline: part of it.
            default -> null;
        };
    }

    List<Integer> versions(Status status) {
        return migrations.stream()
                .filter(migration -> status(migration) == status)
                .map(OperatorHistory::version)
                .toList();
    }

    /** Takes the line of a migration away: it is not applied any more. */
    void forget(int version) {
        session.dsl()
                .deleteFrom(history())
                .where(VERSION.eq(Integer.toString(version)))
                .execute();
    }

    /** Takes the line of a migration that failed away, so that it runs again. */
    void forgetFailed(int version) {
        session.dsl()
                .deleteFrom(history())
                .where(VERSION.eq(Integer.toString(version)).and(SUCCESS.isFalse()))
                .execute();
    }

    /** Takes the file's text for what was applied. */
    void accept(OperatorFile file) {
        session.dsl()
                .update(history())
                .set(CHECKSUM, file.checksum())
                .where(VERSION.eq(Integer.toString(file.version())))
                .execute();
    }

    private Table<Record> history() {
        return table(name(session.schema(), OperatorFlyway.HISTORY));
    }

    private static int version(MigrationInfo migration) {
        return migration.getVersion().getMajor().intValueExact();
    }
}
