package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.migration.MigrationResult;
import io.github.jooqeventstore.migration.SchemaFinding;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.migration.MigrationLine.Status;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Lock, check, the library's migrations, the operator's. */
final class MigrateRun {
    private final MigrationSession session;
    private final MigrationOptions options;
    private final OperatorFiles files;
    private final Flyway flyway;
    private final LockRetries retries;

    MigrateRun(MigrationSession session, MigrationOptions options, Progress progress) {
        this.session = session;
        this.options = options;
        this.files = OperatorFiles.read(options.location());
        this.flyway = OperatorFlyway.of(session, files, new FileRunner(session, options, progress));
        this.retries = new LockRetries(session, options);
    }

    MigrationReport run() {
        return OperatorLock.holding(session, options.patience(), this::locked);
    }

    private MigrationReport locked() {
        OperatorHistory history = heal(OperatorHistory.read(session, flyway));
        requireSame(history.findings());
        var pending = PendingFiles.of(session, files, history.versions(Status.PENDING));
        pending.requireFit();
        MigrationResult library = retries.run(() -> SchemaMigrations.of(session.dataSource())
                .schema(session.schema())
                .waitAtMost(options.patience())
                .migrate());
        List<String> applied = new ArrayList<>();
        if (!pending.files().isEmpty()) {
            apply();
            pending.files().forEach(file -> applied.add(file.name()));
        }
        return new MigrationReport(
                session.schema(),
                library.versionBefore(),
                library.version(),
                library.applied(),
                applied,
                retries.retries(),
                pending.warnings());
    }

    // A file that runs in no transaction and failed, or was killed, is run again: its runner tidies up before.
    private OperatorHistory heal(OperatorHistory history) {
        boolean healed = false;
        for (int version : history.versions(Status.FAILED)) {
            OperatorFile file = files.migration(version);
            if (file != null && !file.script().transactional()) {
                history.forgetFailed(version);
                healed = true;
            }
        }
        return healed ? OperatorHistory.read(session, flyway) : history;
    }

    private void requireSame(List<SchemaFinding> findings) {
        if (!findings.isEmpty()) {
            throw new OperationsException(
                    ExitCode.INTEGRITY,
                    "operator's history of schema " + session.schema() + ": expected the files of "
                            + options.location() + ", found "
                            + findings.stream().map(SchemaFinding::toString).collect(Collectors.joining(" and "))
                            + "; nothing was done: restore the files, or see event-store migrate repair");
        }
    }

    private void apply() {
        try {
            retries.run(() -> {
                // An attempt outside a transaction leaves a line when it does not get its locks.
                heal(OperatorHistory.read(session, flyway));
                return flyway.migrate();
            });
        } catch (FlywayException e) {
            SQLException refusal = StatementFailure.in(e);
            if (refusal == null) {
                throw e;
            }
            ExitCode code = DatabaseFailures.of("", "", refusal).exitCode();
            throw new OperationsException(
                    code, refusal.getMessage() + "; earlier files stay applied: put it right and migrate again", e);
        }
    }
}
