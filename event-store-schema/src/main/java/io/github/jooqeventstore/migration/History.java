package io.github.jooqeventstore.migration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** The history of a schema beside the migrations of this library. */
final class History {
    private final List<MigrationInfo> migrations;

    private History(List<MigrationInfo> migrations) {
        this.migrations = migrations;
    }

    static History read(Flyway flyway) {
        return new History(Arrays.stream(flyway.info().all())
                // Without a version: a repeatable migration, of a library that has such things.
                .filter(migration -> migration.getVersion() != null)
                .filter(migration -> version(migration) > 0)
                .sorted(Comparator.comparingInt(History::version))
                .toList());
    }

    /** {@return what was applied otherwise than this library would} */
    List<SchemaFinding> findings(SchemaState state) {
        var findings = new ArrayList<SchemaFinding>();
        for (MigrationInfo migration : migrations) {
            String subject = "migration " + migration.getScript();
            switch (migration.getState()) {
                case FAILED, MISSING_FAILED ->
                    findings.add(
                            new SchemaFinding(subject, "to have succeeded", "in the history that it failed half-way"));
                case MISSING_SUCCESS ->
                    findings.add(new SchemaFinding(subject, "a migration of this library", "it in the history only"));
                case IGNORED -> findings.add(new SchemaFinding(subject, "it in the history", "later ones only"));
                case PENDING -> {
                    if (state.history() && version(migration) <= state.version()) {
                        findings.add(new SchemaFinding(subject, "it in the history", "its tables only"));
                    }
                }
                case SUCCESS, OUT_OF_ORDER -> {
                    if (!migration.isChecksumMatching()) {
                        findings.add(new SchemaFinding(
                                subject,
                                "checksum " + migration.getResolvedChecksum(),
                                "checksum " + migration.getAppliedChecksum() + " in the history"));
                    }
                }
                default -> {
                    // Below the baseline, or of a newer library.
                }
            }
        }
        return findings;
    }

    /** {@return the file name of the migration that is next, or that failed} */
    String next() {
        return migrations.stream()
                .filter(migration ->
                        migration.getState() == MigrationState.PENDING || migration.getState() == MigrationState.FAILED)
                .findFirst()
                .map(MigrationInfo::getScript)
                .orElse("of unknown name");
    }

    List<String> pendingFiles() {
        return migrations.stream()
                .filter(migration -> migration.getState() == MigrationState.PENDING)
                .map(MigrationInfo::getScript)
                .toList();
    }

    List<Migration> migrations(SchemaState state) {
        var result = new ArrayList<Migration>();
        for (MigrationInfo migration : migrations) {
            int version = version(migration);
            switch (migration.getState()) {
                case SUCCESS, OUT_OF_ORDER, BASELINE, MISSING_SUCCESS ->
                    result.add(row(migration, Migration.Status.APPLIED));
                case FUTURE_SUCCESS -> result.add(row(migration, Migration.Status.APPLIED_BY_A_NEWER_LIBRARY));
                case FAILED, MISSING_FAILED, FUTURE_FAILED -> result.add(row(migration, Migration.Status.FAILED));
                case PENDING -> {
                    if (version > state.version()) {
                        result.add(row(migration, Migration.Status.PENDING));
                    }
                }
                default -> {
                    // Below the baseline: part of it.
                }
            }
        }
        return result;
    }

    private static Migration row(MigrationInfo migration, Migration.Status status) {
        return new Migration(version(migration), migration.getDescription(), status);
    }

    private static int version(MigrationInfo migration) {
        return migration.getVersion().getMajor().intValueExact();
    }
}
