package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.migration.Migration;
import io.github.jooqeventstore.migration.SchemaException;
import io.github.jooqeventstore.migration.SchemaFinding;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a store's schema to where the library and the operator's own files want it.
 *
 * <p>The library's migrations make the store's tables. Beside them an operator keeps files of additional indexes, columns and
 * tables in a folder, with a history of their own. Every call opens a connection and closes it.
 */
public final class Migrations {
    private final DatabaseTarget target;
    private final MigrationOptions options;

    private Migrations(DatabaseTarget target, MigrationOptions options) {
        this.target = target;
        this.options = options;
    }

    /** {@return the migrations of the target's schema} */
    public static Migrations of(DatabaseTarget target, MigrationOptions options) {
        return new Migrations(target, options);
    }

    /**
     * Applies what the schema lacks: the library's migrations, then the operator's files by number, each in a transaction of
     * its own unless it says otherwise.
     *
     * <p>May be called by many at once. What was killed half-way is put right by the next call.
     *
     * @param progress hears of each file
     * @return what was applied
     * @throws OperationsException with {@link ExitCode#LOCKED} when locks are not to be had, {@link ExitCode#INTEGRITY} when
     *     the history differs from the files, {@link ExitCode#REFUSED} when a file breaks a rule of lint
     * @throws SchemaException when the library's own migrations cannot be applied
     */
    public MigrationReport migrate(Progress progress) {
        return inSession(session -> new MigrateRun(session, options, progress).run());
    }

    /** {@return what {@link #migrate} would do, with the locks it would take} It runs in a transaction that is rolled back. */
    public DryRunReport dryRun() {
        return inSession(session -> new DryRun(session, options).run());
    }

    /** {@return all migrations, the library's first} */
    public List<MigrationLine> info() {
        var lines = new ArrayList<MigrationLine>();
        library().info().migrations().forEach(migration -> lines.add(line(migration)));
        lines.addAll(inSession(session ->
                history(session, OperatorFiles.read(options.location())).lines()));
        return List.copyOf(lines);
    }

    private static MigrationLine line(Migration migration) {
        return new MigrationLine(
                MigrationLine.Origin.LIBRARY,
                migration.version(),
                migration.description(),
                switch (migration.status()) {
                    case PENDING -> MigrationLine.Status.PENDING;
                    case APPLIED -> MigrationLine.Status.APPLIED;
                    case APPLIED_BY_A_NEWER_LIBRARY -> MigrationLine.Status.MISSING;
                    case FAILED -> MigrationLine.Status.FAILED;
                },
                null,
                null);
    }

    /**
     * {@return what is not as it should be} Compares the histories with library and files, and the live schema with what they
     * make: tables, columns and their types, constraints, indexes, the triggers that guard history. Changes nothing.
     */
    public List<SchemaFinding> validate() {
        var findings = new ArrayList<>(library().validate());
        OperatorFiles files = OperatorFiles.read(options.location());
        findings.addAll(inSession(session -> {
            OperatorHistory history = history(session, files);
            var found = new ArrayList<>(history.findings());
            found.addAll(new ValidateMade(session, files, history).run());
            return found;
        }));
        return List.copyOf(findings);
    }

    /**
     * Makes the operator's history agree with the files, for the named versions alone: the line of one that failed is taken
     * away, the text of one that was edited is taken for what was applied. The schema itself is not touched.
     *
     * @return what was done, a sentence each
     * @throws OperationsException with {@link ExitCode#REFUSED} when a version needs no repair, or its file is gone
     */
    public List<String> repair(Collection<Integer> versions) {
        return locked(session -> {
            OperatorFiles files = OperatorFiles.read(options.location());
            return new Repair(history(session, files), files).run(versions);
        });
    }

    /**
     * Begins the operator's history at a version: the files up to it count as applied, because somebody has run them by hand.
     *
     * @throws OperationsException with {@link ExitCode#REFUSED} when there is a history already
     */
    public void baseline(int version) {
        locked(session -> {
            new Baseline(session, options).run(version);
            return version;
        });
    }

    /**
     * {@return what undoing the operator's last migration would do}
     *
     * @throws OperationsException with {@link ExitCode#REFUSED} when there is none, it has no undo file, or that one would
     *     destroy what happened
     */
    public UndoPlan planUndo() {
        return inSession(session -> new Undo(session, options).plan());
    }

    /**
     * Undoes the operator's last migration.
     *
     * @throws OperationsException as {@link #planUndo}, and with {@link ExitCode#LOCKED} when locks are not to be had
     */
    public UndoPlan undo() {
        return locked(session -> new Undo(session, options).run());
    }

    private <T> T locked(Function<MigrationSession, T> work) {
        return inSession(session -> OperatorLock.holding(session, options.patience(), () -> work.apply(session)));
    }

    private <T> T inSession(Function<MigrationSession, T> work) {
        try (var session = MigrationSession.open(target, options.lockTimeout())) {
            return work.apply(session);
        } catch (FlywayException e) {
            SQLException refusal = StatementFailure.in(e);
            if (refusal == null) {
                throw e;
            }
            throw DatabaseFailures.of(
                    "operator's history of schema " + target.schema(), "to read or write it", refusal);
        }
    }

    private SchemaMigrations library() {
        return SchemaMigrations.of(target.dataSource()).schema(target.schema());
    }

    private OperatorHistory history(MigrationSession session, OperatorFiles files) {
        return OperatorHistory.read(
                session, OperatorFlyway.of(session, files, new FileRunner(session, options, Progress.NONE)));
    }
}
