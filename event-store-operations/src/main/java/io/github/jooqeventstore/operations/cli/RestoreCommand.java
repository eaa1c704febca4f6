package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.restore.AfterRestore;
import io.github.jooqeventstore.operations.restore.DatabaseRestore;
import io.github.jooqeventstore.operations.restore.EventsRestore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores: beside what is live, compared, and only then in its place. */
@Command(
        name = "restore",
        description = "Restores a backup beside what is live, and compares it with its manifest.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RestoreCommand.Database.class,
            RestoreCommand.Events.class,
            RestorePitrCommand.class,
            RestorePitrCommand.Move.class,
            RestorePitrCommand.Accept.class
        })
final class RestoreCommand extends CommandGroup {
    /** What every restore of a backup is told. */
    static final class Which {
        @Mixin
        private CatalogOption backups;

        @Parameters(paramLabel = "BACKUP", description = "The id of the backup, or last.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String id;

        @Option(
                names = "--rewind-checkpoints",
                description = "Lead the checkpoints of all subscriptions back to where the restored store has come.")
        private boolean rewindCheckpoints;

        @Option(
                names = "--gap",
                paramLabel = "POSITIONS",
                defaultValue = "" + AfterRestore.DEFAULT_GAP,
                description = "How many positions to pass over, so that none is used again: ${DEFAULT-VALUE}.")
        private long gap;

        Catalog catalog() {
            return backups.catalog();
        }

        Backup backup() {
            return BackupTexts.named(catalog(), id);
        }
    }

    /** {@code restore db}. */
    @Command(
            name = "db",
            description = "Restores a full backup into a new database, which is dropped again when anything is wrong.",
            mixinStandardHelpOptions = true)
    static final class Database implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Mixin
        private PostgresBinOption postgres;

        @Mixin
        private Which which;

        @Option(names = "--into", required = true, paramLabel = "NEW", description = "The name of the new database.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String into;

        @Option(names = "--no-owner", description = "All belongs to the user, and rights are left out.")
        private boolean withoutOwners;

        @Option(
                names = "--jobs",
                defaultValue = "2",
                description =
                        "How many tables and indexes at once, and how many connections compare: ${DEFAULT-VALUE}.")
        private int jobs;

        @Override
        public Integer call() {
            var options = new DatabaseRestore.Options(
                    into, !withoutOwners, which.rewindCheckpoints, which.gap, jobs, postgres.programs());
            var report = DatabaseRestore.execute(connection.target(), which.backup(), options, output.progress());
            output.result(report, RestoreTexts.of(report));
            return ExitCode.OK.code();
        }
    }

    /** {@code restore events}. */
    @Command(
            name = "events",
            description = "Restores a backup of events into a new schema, or in the place of the events that are live.",
            mixinStandardHelpOptions = true)
    static final class Events implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Mixin
        private DestructiveOptions destructive;

        @Mixin
        private Which which;

        @Option(names = "--into-existing", description = "Replace the events of the store that is live.")
        private boolean intoExisting;

        @Option(
                names = "--jobs",
                defaultValue = "" + EventsRestore.Options.DEFAULT_JOBS,
                description = "How many connections build indexes and compare: ${DEFAULT-VALUE}.")
        private int jobs;

        @Override
        public Integer call() {
            DatabaseTarget target = connection.target();
            var options = new EventsRestore.Options(intoExisting, which.rewindCheckpoints, which.gap, jobs);
            if (intoExisting) {
                var plan = EventsRestore.plan(target, which.catalog(), which.backup(), options);
                if (!destructive.confirmed(target.database() + "." + target.schema())) {
                    output.result(plan, RestoreTexts.of(plan));
                    return ExitCode.OK.code();
                }
            }
            var report = EventsRestore.execute(target, which.catalog(), which.backup(), options, output.progress());
            output.result(report, RestoreTexts.of(report));
            return report.findings().isEmpty() ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
        }
    }
}
