package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.process.Patience;
import io.github.jooqeventstore.operations.wal.ReceiverStatus;
import io.github.jooqeventstore.operations.wal.WalReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup wal stream}. */
@Command(
        name = "stream",
        description =
                "Receives the log while it is written, so that commits can wait until it is safe. Runs until it is stopped.",
        mixinStandardHelpOptions = true)
final class WalStreamCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private PostgresBinOption programs;

    @Mixin
    private Output output;

    @Option(names = "--archive", paramLabel = "FOLDER", description = "The folder of the archive; not with --check.")
    private @Nullable Path archive;

    @Option(names = "--check", description = "Only tell whether commits wait for the receiver and whether it is there.")
    private boolean check;

    @Option(
            names = "--max-lag",
            paramLabel = "BYTES",
            defaultValue = "16777216",
            description = "How far it may be behind before that is told: ${DEFAULT-VALUE}.")
    private long tolerance;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How often to look: ${DEFAULT-VALUE}.")
    private int every;

    @Override
    public Integer call() {
        DatabaseTarget target = connection.target();
        if (check) {
            ReceiverStatus status = status(target);
            output.result(status, """
                    demanded  %s
                    receiver  %s, %d bytes behind
                    waiting   %d commits
                    %s""".formatted(
                            status.demanded() ? "commits wait for it" : "no: commits do not wait for it",
                            status.state() == null ? "not there" : status.state(),
                            status.lagBytes(),
                            status.waitingCommits(),
                            BackupWalCommand.findings(status.findings())));
            return status.findings().isEmpty() ? 0 : ExitCode.CHECK_FAILED.code();
        }
        if (archive == null) {
            throw new OperationsException(ExitCode.USAGE, "--archive: expected the folder of the archive, found none");
        }
        int version;
        try (var database = OperationsDatabase.open(target)) {
            version = database.serverMajorVersion();
        }
        try (var receiver = WalReceiver.start(target, archive, programs.programs(), version)) {
            output.note("receiving into " + archive + " as " + WalReceiver.NAME);
            watch(receiver, target);
            throw receiver.ended();
        }
    }

    // Each change is told once: what goes on for hours is one line in a log.
    private void watch(WalReceiver receiver, DatabaseTarget target) {
        List<String> told = List.of();
        while (!Patience.of(Duration.ofSeconds(every)).until(() -> !receiver.isRunning())) {
            List<String> findings = findings(target);
            if (!findings.equals(told)) {
                output.note(findings.isEmpty() ? "receiving, all is well" : "ALARM " + String.join("; ", findings));
                told = findings;
            }
        }
    }

    private List<String> findings(DatabaseTarget target) {
        try {
            return status(target).findings();
        } catch (OperationsException | DataAccessException e) {
            return List.of("the server does not answer");
        }
    }

    private ReceiverStatus status(DatabaseTarget target) {
        try (var database = OperationsDatabase.open(target)) {
            return ReceiverStatus.of(database, tolerance);
        }
    }

    /** {@code backup wal release}. */
    @Command(
            name = "release",
            description = "Lets commits go on without the receiver: what they write may be lost with the disk.",
            mixinStandardHelpOptions = true)
    static final class Release implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private DestructiveOptions destructive;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            try (var database = OperationsDatabase.open(connection.target())) {
                if (!destructive.confirmed(WalReceiver.NAME)) {
                    ReceiverStatus status = ReceiverStatus.of(database, Long.MAX_VALUE);
                    output.result(
                            status,
                            status.waitingCommits()
                                    + " commits wait for " + WalReceiver.NAME
                                    + "; would reset synchronous_standby_names, so that they go on and later ones do not wait");
                    return 0;
                }
                ReceiverStatus.release(database);
                output.result(
                        List.of("synchronous_standby_names"),
                        "reset synchronous_standby_names: commits go on, and do not wait any more");
                return 0;
            }
        }
    }
}
