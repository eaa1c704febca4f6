package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.EventsBackup;
import io.github.jooqeventstore.operations.backup.FullBackup;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Backups: taken, listed and verified. */
@Command(
        name = "backup",
        description = "Takes, lists and verifies backups.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BackupCommand.Full.class,
            BackupCommand.Events.class,
            BackupBaseCommand.class,
            BackupWalCommand.class,
            BackupCommand.ListAll.class,
            BackupVerifyCommand.class,
            PruneCommand.class
        })
final class BackupCommand extends CommandGroup {
    /** {@code backup full}. */
    @Command(
            name = "full",
            description = "Dumps the whole database by pg_dump, and the roles of the server.",
            mixinStandardHelpOptions = true)
    static final class Full implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Mixin
        private PostgresBinOption postgres;

        @Mixin
        private NewBackupOption to;

        @Option(names = "--schema-only-store", description = "Dump the schema of the store alone.")
        private boolean storeOnly;

        @Option(
                names = "--native",
                description = "Without PostgreSQL's programs: copy the store's own tables, as backup events does.")
        private boolean without;

        @Override
        public Integer call() {
            Catalog catalog = to.catalog();
            Backup backup = without
                    ? EventsBackup.take(
                                    connection.target(), catalog, EventsBackup.Options.defaults(), output.progress())
                            .backup()
                    : FullBackup.take(
                            connection.target(),
                            catalog,
                            new FullBackup.Options(storeOnly, postgres.programs()),
                            output.progress());
            if (without) {
                output.note("only the store's own tables are in it: the application's are not");
            }
            output.result(backup.manifest(), BackupTexts.taken(backup));
            return 0;
        }
    }

    /** {@code backup events}. */
    @Command(
            name = "events",
            description = "Copies the store's own tables, without any program of PostgreSQL's.",
            mixinStandardHelpOptions = true)
    static final class Events implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Mixin
        private NewBackupOption to;

        @Option(
                names = "--from",
                paramLabel = "last|POSITION",
                description = "Only the events behind the newest backup, or behind the one that ends at the position.")
        private @Nullable String from;

        @Option(names = "--no-snapshots", description = "Leave out the saved states of streams.")
        private boolean withoutSnapshots;

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                defaultValue = "10",
                description = "How long to wait for transactions that have appended and are open: ${DEFAULT-VALUE}.")
        private int wait;

        @Override
        public Integer call() {
            var options = new EventsBackup.Options(from(), !withoutSnapshots, Duration.ofSeconds(wait));
            var result = EventsBackup.take(connection.target(), to.catalog(), options, output.progress());
            BackupTexts.heldBack(result).forEach(output::note);
            output.result(result.backup().manifest(), BackupTexts.taken(result.backup()));
            return 0;
        }

        private EventsBackup.From from() {
            if (from == null) {
                return new EventsBackup.From.Beginning();
            }
            if (from.equals("last")) {
                return new EventsBackup.From.Last();
            }
            try {
                return new EventsBackup.From.Behind(Long.parseLong(from));
            } catch (NumberFormatException e) {
                throw new OperationsException(ExitCode.USAGE, "--from: expected last or a position, found " + from, e);
            }
        }
    }

    /** {@code backup list}. */
    @Command(
            name = "list",
            description = "Shows what is in a folder of backups, oldest first.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private Output output;

        @Mixin
        private CatalogOption backups;

        @Override
        public Integer call() {
            var lines = backups.catalog().entries().stream().map(BackupLine::of).toList();
            output.result(lines, BackupTexts.table(lines));
            return 0;
        }
    }
}
