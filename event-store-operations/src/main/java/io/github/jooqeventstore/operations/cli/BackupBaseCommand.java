package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.WalRange;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup base}. */
@Command(
        name = "base",
        description = "Copies the files of the whole server: the ground of a recovery to a point in time.",
        mixinStandardHelpOptions = true)
final class BackupBaseCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private PostgresBinOption programs;

    @Mixin
    private Output output;

    @Mixin
    private NewBackupOption to;

    @Option(
            names = "--method",
            defaultValue = "auto",
            paramLabel = "auto|client|sql",
            description =
                    "client: pg_basebackup; sql: statements and a copy, on the server's machine; auto: whichever there is.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BaseBackup.Method method;

    @Override
    public Integer call() {
        Backup backup =
                BaseBackup.take(connection.target(), to.catalog(), programs.programs(), method, output.progress());
        WalRange wal = backup.manifest().wal();
        output.result(backup.manifest(), """
                backup    %s
                copied by %s
                log       %s to %s on timeline %d
                from      %s on it can be recovered, with the log archived behind it
                size      %d bytes""".formatted(
                        backup.id(),
                        backup.manifest().source().client(),
                        wal == null ? "" : wal.startLsn(),
                        wal == null ? "" : wal.stopLsn(),
                        wal == null ? 0 : wal.timeline(),
                        backup.manifest().finishedAt(),
                        backup.manifest().size()));
        return 0;
    }
}
