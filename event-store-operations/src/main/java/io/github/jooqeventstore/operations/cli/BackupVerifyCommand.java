package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.BackupVerification;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.Verification;
import io.github.jooqeventstore.operations.verify.DeepVerification;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup verify}. */
@Command(
        name = "verify",
        description = {
            "Reads every file of a backup, and of those it goes on from, and compares them with the manifest;",
            "no event may have gone since the last verified backup of the same store.",
            "With --deep it is restored, too, compared, and thrown away: events and databases into a database of their own,",
            "the files of a server as a server of their own on this machine, whose indexes are checked."
        },
        mixinStandardHelpOptions = true)
final class BackupVerifyCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private Output output;

    @Mixin
    private PostgresBinOption postgres;

    @Mixin
    private CatalogOption backups;

    @Option(names = "--deep", description = "Restore it, too.")
    private boolean deep;

    @Option(
            names = "--on",
            paramLabel = "JDBC-URL",
            description = {
                "The server to restore on, by any of its databases; for the files of a server, the database in them.",
                "User and password as in the variables EVENT_STORE_USER and EVENT_STORE_PASSWORD.",
                "Never EVENT_STORE_URL: that one is in production."
            })
    private @Nullable String on;

    @Option(
            names = "--min-events",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many events it must hold at least, and a restore bring: ${DEFAULT-VALUE}.")
    private long minEvents;

    @Parameters(paramLabel = "BACKUP", description = "The id of the backup, or last.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    BackupVerifyCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Catalog catalog = backups.catalog();
        Backup named = BackupTexts.named(catalog, id);
        DatabaseTarget server = server(named);
        for (Backup backup : catalog.chain(named)) {
            // What it goes on from is a part: the whole is what must hold so many.
            long least = backup.id().equals(named.id()) ? minEvents : 0;
            require(backup, BackupVerification.shallow(catalog, backup, least, output.progress()));
        }
        if (server != null) {
            var verification = new DeepVerification(server, catalog, minEvents, postgres.programs());
            require(named, verification.run(named, output.progress()));
        }
        output.result(
                catalog.backup(named.id()).verifications(),
                "backup " + named.id() + ": every file is what it was"
                        + (server == null ? "" : ", and what was restored is what went in"));
        return 0;
    }

    private @Nullable DatabaseTarget server(Backup backup) {
        if (!deep && on == null) {
            return null;
        }
        if (deep && on != null) {
            return environment.secured(DatabaseTarget.of(on, environment.get("USER"), environment.get("PASSWORD")));
        }
        String hint = backup.manifest().kind() == BackupKind.BASE
                ? "; for a backup of a server's files --on names the database in them, its host and port are not used"
                : "";
        throw new OperationsException(
                ExitCode.USAGE, "verify: expected --deep and --on beside each other, found one of them" + hint);
    }

    private static void require(Backup backup, Verification verification) {
        if (!verification.passed()) {
            throw new OperationsException(
                    ExitCode.INTEGRITY,
                    "backup " + backup.id() + ": " + verification.finding() + "; take another one, and verify it");
        }
    }
}
