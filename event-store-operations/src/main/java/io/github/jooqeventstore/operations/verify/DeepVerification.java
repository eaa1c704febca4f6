package io.github.jooqeventstore.operations.verify;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.Verification;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.restore.AfterRestore;
import io.github.jooqeventstore.operations.restore.DatabaseRestore;
import io.github.jooqeventstore.operations.restore.EventsRestore;
import io.github.jooqeventstore.operations.store.StoreFinding;
import io.github.jooqeventstore.operations.store.StoreReport;
import io.github.jooqeventstore.operations.store.StoreVerification;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Restores a backup into a scratch database, compares what came out with the manifest, and drops the database again.
 *
 * @param server any database of the server that it is restored on, as somebody who may create databases
 * @param catalog where the backup is
 * @param minEvents how many events there must be at least: an empty backup is one, too
 * @param programs PostgreSQL's programs, which a full backup needs
 */
public record DeepVerification(DatabaseTarget server, Catalog catalog, long minEvents, PostgresPrograms programs) {
    /** What a backup answers for; checkpoints are led to the end of the backup in any case. */
    private static final Set<StoreFinding.Kind> OF_HISTORY = EnumSet.of(
            StoreFinding.Kind.STREAM_NOT_CONTINUOUS,
            StoreFinding.Kind.POSITIONS_NOT_RISING,
            StoreFinding.Kind.HEAD_DIFFERS);

    /**
     * {@return what was found, kept beside the manifest}
     *
     * @param backup an {@link BackupKind#EVENTS} or {@link BackupKind#FULL} backup
     * @throws OperationsException when the server cannot do it, which says nothing about the backup; with {@link
     *     ExitCode#USAGE} for a {@link BackupKind#BASE} backup
     */
    public Verification run(Backup backup, Progress progress) {
        String name = "event_store_verify_" + UUID.randomUUID().toString().replace("-", "");
        String finding;
        try {
            finding = finding(backup, name, progress);
        } finally {
            drop(name);
        }
        Verification verification = new Verification(Verification.Depth.DEEP, Instant.now(), backup.digest(), finding);
        backup.keep(verification);
        return verification;
    }

    private @Nullable String finding(Backup backup, String name, Progress progress) {
        try {
            restore(backup, name, progress);
        } catch (OperationsException e) {
            if (e.exitCode() == ExitCode.INTEGRITY || e.exitCode() == ExitCode.CHECK_FAILED) {
                String subject = "backup " + backup.id() + ": ";
                String message = String.valueOf(e.getMessage());
                return message.startsWith(subject) ? message.substring(subject.length()) : message;
            }
            throw e;
        }
        StoreReport report =
                StoreVerification.run(scratch(backup, name), StoreVerification.Options.defaults(), progress);
        if (report.events() < minEvents) {
            return "expected " + minEvents + " events or more, found " + report.events();
        }
        return report.findings().stream()
                .filter(found -> OF_HISTORY.contains(found.kind()))
                .map(StoreFinding::toString)
                .findFirst()
                .orElse(null);
    }

    private void restore(Backup backup, String name, Progress progress) {
        switch (backup.manifest().kind()) {
            case EVENTS -> {
                create(name);
                EventsRestore.execute(
                        scratch(backup, name),
                        catalog,
                        backup,
                        new EventsRestore.Options(false, true, AfterRestore.DEFAULT_GAP),
                        progress);
            }
            case FULL ->
                DatabaseRestore.execute(
                        server,
                        backup,
                        new DatabaseRestore.Options(name, false, true, AfterRestore.DEFAULT_GAP, 1, programs),
                        progress);
            case BASE ->
                throw new OperationsException(
                        ExitCode.USAGE,
                        "backup " + backup.id() + ": expected one of events or of a database, found one of a server's"
                                + " files; recover it with restore pitr, and verify what came out with store verify");
        }
    }

    private DatabaseTarget scratch(Backup backup, String name) {
        return server.database(name).schema(backup.manifest().source().schema());
    }

    private void create(String name) {
        try (OperationsDatabase database = OperationsDatabase.open(server)) {
            // Databases are not in jOOQ's language.
            database.dsl().execute("create database {0} template template0 encoding 'UTF8'", DSL.name(name));
        } catch (DataAccessException e) {
            throw DatabaseFailures.of(server.toString(), "to create a database to restore into", e);
        }
    }

    private void drop(String name) {
        try (OperationsDatabase database = OperationsDatabase.open(server)) {
            database.dsl().execute("drop database if exists {0} with (force)", DSL.name(name));
        } catch (DataAccessException e) {
            throw DatabaseFailures.of(server.toString(), "to drop database " + name, e);
        }
    }
}
