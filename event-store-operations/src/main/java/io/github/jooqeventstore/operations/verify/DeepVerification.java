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
import io.github.jooqeventstore.operations.process.AtInterrupt;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.restore.AfterRestore;
import io.github.jooqeventstore.operations.restore.DatabaseRestore;
import io.github.jooqeventstore.operations.restore.EventsRestore;
import io.github.jooqeventstore.operations.restore.ScratchServer;
import io.github.jooqeventstore.operations.store.StoreFinding;
import io.github.jooqeventstore.operations.store.StoreReport;
import io.github.jooqeventstore.operations.store.StoreVerification;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Restores a backup, compares what came out with the manifest, and throws it away: contents into a scratch database, a
 * server's files as a server of their own, whose indexes are compared with their tables, too.
 *
 * @param server for contents, any database of the server that they are restored on, as somebody who may create databases; for
 *     a server's files, the database in them, and who logs in there as a superuser
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
     * @param backup of any kind
     * @throws OperationsException when the server, or this machine, cannot do it, which says nothing about the backup
     */
    public Verification run(Backup backup, Progress progress) {
        return backup.manifest().kind() == BackupKind.BASE ? ofFiles(backup, progress) : ofContents(backup, progress);
    }

    /** A server's files: a server of our own is started on a copy. */
    private Verification ofFiles(Backup backup, Progress progress) {
        Path folder = scratchFolder();
        AtInterrupt interrupted = AtInterrupt.undo(() -> ScratchServer.abandon(folder, programs));
        String finding;
        try (var scratch = ScratchServer.start(
                backup, folder, server.schema(backup.manifest().source().schema()), programs, progress)) {
            finding = ofHistory(scratch.target(), progress);
            if (finding == null) {
                try (OperationsDatabase database = OperationsDatabase.open(scratch.target())) {
                    finding = IndexCheck.run(database);
                }
            }
        } catch (OperationsException e) {
            if (e.exitCode() != ExitCode.INTEGRITY) {
                throw e;
            }
            finding = said(backup, e);
        } finally {
            interrupted.close();
        }
        return kept(backup, finding);
    }

    private Path scratchFolder() {
        // Beside the backups' folder: on a disk of that size, and for its owner, who may run PostgreSQL.
        Path backups = catalog.folder().toAbsolutePath().normalize();
        return backups.resolveSibling(backups.getFileName() + ".verify-" + UUID.randomUUID());
    }

    private Verification ofContents(Backup backup, Progress progress) {
        String name = "event_store_verify_" + UUID.randomUUID().toString().replace("-", "");
        AtInterrupt interrupted = AtInterrupt.undo(() -> drop(name));
        String finding;
        try {
            finding = finding(backup, name, progress);
        } finally {
            interrupted.close();
            drop(name);
        }
        return kept(backup, finding);
    }

    private static Verification kept(Backup backup, @Nullable String finding) {
        Verification verification = new Verification(Verification.Depth.DEEP, Instant.now(), backup.digest(), finding);
        backup.keep(verification);
        return verification;
    }

    private static String said(Backup backup, OperationsException failure) {
        String subject = "backup " + backup.id() + ": ";
        String message = String.valueOf(failure.getMessage());
        return message.startsWith(subject) ? message.substring(subject.length()) : message;
    }

    private @Nullable String finding(Backup backup, String name, Progress progress) {
        try {
            restore(backup, name, progress);
        } catch (OperationsException e) {
            if (e.exitCode() == ExitCode.INTEGRITY || e.exitCode() == ExitCode.CHECK_FAILED) {
                return said(backup, e);
            }
            throw e;
        }
        String finding = ofHistory(scratch(backup, name), progress);
        if (finding != null) {
            return finding;
        }
        try (OperationsDatabase database = OperationsDatabase.open(scratch(backup, name))) {
            return IndexCheck.run(database);
        }
    }

    private @Nullable String ofHistory(DatabaseTarget scratch, Progress progress) {
        StoreReport report = StoreVerification.run(scratch, StoreVerification.Options.defaults(), progress);
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
            case BASE -> throw new IllegalStateException("files are not restored into a database");
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
