package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.process.PasswordFile;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.process.Program;
import io.github.jooqeventstore.operations.process.ProgramRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running {@code pg_receivewal}: it writes the log into the archive while it is written, and confirms each flush, so that the
 * server can wait for it.
 */
public final class WalReceiver implements AutoCloseable {
    /** The name under which it is known to the server: of its slot, and in {@code synchronous_standby_names}. */
    public static final String NAME = "event_store_wal";

    private static final int GRACE_SECONDS = 10;

    private final Process process;
    private final PasswordFile password;
    private final Path errors;

    private WalReceiver(Process process, PasswordFile password, Path errors) {
        this.process = process;
        this.password = password;
        this.errors = errors;
    }

    /**
     * Makes the slot where it is absent, and starts.
     *
     * @param target a database of the server, and a user who may replicate
     * @param archive the folder of the archive
     * @param programs where PostgreSQL's programs are
     * @param serverMajorVersion the server's version
     * @throws OperationsException with {@link ExitCode#PROGRAM_MISSING} where there is no such program
     */
    public static WalReceiver start(
            DatabaseTarget target, Path archive, PostgresPrograms programs, int serverMajorVersion) {
        Path program = programs.client("pg_receivewal", serverMajorVersion)
                .orElseThrow(() -> programs.missing("pg_receivewal", serverMajorVersion))
                .path();
        PasswordFile password = PasswordFile.of(target);
        boolean started = false;
        try {
            Map<String, String> environment = new HashMap<>(target.environment(password.path()));
            environment.put("PGAPPNAME", NAME);
            Program receiver =
                    Program.at(program).environment(environment).arguments("--slot=" + NAME, "--no-password");
            ProgramRun slot =
                    receiver.arguments("--create-slot", "--if-not-exists").run();
            if (slot.exitValue() != 0) {
                throw failed(slot.lastWord());
            }
            Path errors = Files.createTempFile("event-store-receiver-", ".log");
            Process process = receiver.arguments("--directory=" + archive, "--synchronous", "--no-loop")
                    .start();
            drain(process, errors);
            started = true;
            return new WalReceiver(process, password, errors);
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "temporary folder: expected to write there, found " + e, e);
        } finally {
            if (!started) {
                password.close();
            }
        }
    }

    private static void drain(Process process, Path errors) {
        Thread.ofVirtual().start(() -> {
            try (var in = process.getErrorStream()) {
                Files.copy(in, errors, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                // What it said last is lost; that it has ended is seen.
            }
        });
    }

    /** {@return whether it runs} */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** {@return the failure that quotes why it does not run any more} */
    public OperationsException ended() {
        try {
            String said = Files.readString(errors, StandardCharsets.UTF_8).strip();
            return failed(
                    said.isEmpty()
                            ? "exit code " + process.exitValue()
                            : said.lines().toList().getLast());
        } catch (IOException e) {
            return failed("exit code " + process.exitValue());
        }
    }

    private static OperationsException failed(String finding) {
        return new OperationsException(
                ExitCode.CHECK_FAILED,
                "pg_receivewal: expected it to receive the log, found it to have ended: " + finding
                        + "; commits that wait for it wait until it is started again, or until backup wal release");
    }

    /** Stops it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            // A file of a few lines stays in the temporary folder.
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            password.close();
        }
    }
}
