package io.github.jooqeventstore.operations.process;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server on data of our own: a folder whose {@code data} is PostgreSQL's, run by programs of just that version, for this
 * machine alone, under the account that owns the folder.
 *
 * <p>What makes it ours is said on its command line, so that the data stays as it is. Close it, and it is stopped; or leave
 * it running.
 */
public final class ClusterServer implements AutoCloseable {
    private static final String LOG = "server.log";
    private static final Duration BEGIN = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofMinutes(2);
    private static final Duration LAST_BREATH = Duration.ofMillis(500);

    private final Path folder;
    private final int majorVersion;
    private final Path pgCtl;
    private final FolderAccount account;
    private final Thread hook = new Thread(this::stopNow, "stop server");
    private int port;

    private ClusterServer(Path folder, int majorVersion, Path pgCtl) {
        this.folder = folder;
        this.majorVersion = majorVersion;
        this.pgCtl = pgCtl;
        this.account = FolderAccount.of(folder.resolve("data"));
    }

    /**
     * {@return the server of the folder, not started}
     *
     * @param folder which holds {@code data}
     * @param programs where PostgreSQL's programs are
     * @throws OperationsException with {@link ExitCode#PROGRAM_MISSING} where there are none of the data's version, with
     *     {@link ExitCode#USAGE} where there is no data
     */
    public static ClusterServer in(Path folder, PostgresPrograms programs) {
        Path whole = folder.toAbsolutePath().normalize();
        int version = versionOf(whole.resolve("data"));
        var found = programs.exactly("pg_ctl", version).orElseThrow(() -> programs.missing("pg_ctl", version));
        if (programs.exactly("postgres", version).isEmpty()) {
            throw programs.missing("postgres", version);
        }
        return new ClusterServer(whole, version, found.path());
    }

    /** {@return the major version of the data in a folder} */
    public static int versionOf(Path data) {
        try {
            return Integer.parseInt(Files.readString(data.resolve("PG_VERSION")).strip());
        } catch (IOException | NumberFormatException e) {
            throw new OperationsException(
                    ExitCode.USAGE, "folder " + data + ": expected PostgreSQL's data, found no PG_VERSION in it", e);
        }
    }

    /**
     * Starts it on a free port. It may not answer yet, and it may die: ask {@link #isRunning()} while waiting for it.
     *
     * @param settings which override those of the data
     */
    public void start(Map<String, String> settings) {
        try {
            port = freePort();
            Files.deleteIfExists(folder.resolve(LOG));
            writeAccess();
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "folder " + folder + ": expected to write there, found " + e, e);
        }
        Map<String, String> all = new LinkedHashMap<>(ClusterSettings.of(folder, port));
        all.putAll(settings);
        // pg_ctl gives the options to a shell.
        String options = all.entrySet().stream()
                .map(setting -> "-c " + quoted(setting.getKey() + "=" + setting.getValue()))
                .collect(Collectors.joining(" "));
        Runtime.getRuntime().addShutdownHook(hook);
        ProgramRun run = account.run(pgCtl)
                .arguments("start", "--pgdata=data", "--log=" + LOG, "--no-wait", "--options=" + options)
                .in(folder)
                .atMost(BEGIN)
                .run();
        if (run.exitValue() != 0) {
            throw failure("to start", run.lastWord());
        }
        Patience.of(BEGIN).until(() -> isRunning() || !lastFatal().isEmpty());
    }

    /** {@return whether its first process is there} It may still be starting. */
    public boolean isRunning() {
        List<String> lines = postmaster();
        return !lines.isEmpty()
                && !lines.getFirst().isBlank()
                && ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    /**
     * Waits until it takes connections.
     *
     * @param origin database, user and password as its data know them
     * @param patience how long
     * @throws OperationsException when it dies, refuses the login, or takes longer
     */
    public void awaitAnswer(DatabaseTarget origin, Duration patience) {
        OperationsException[] last = new OperationsException[1];
        boolean answers = Patience.of(patience).until(() -> {
            if (!isRunning()) {
                throw failure("to start", null);
            }
            try {
                OperationsDatabase.open(target(origin)).close();
                return true;
            } catch (OperationsException e) {
                if (e.exitCode() != ExitCode.CANNOT_CONNECT) {
                    throw e;
                }
                last[0] = e;
                return false;
            }
        });
        if (!answers) {
            throw last[0];
        }
    }

    /** {@return the failure that quotes why it is not there} */
    public OperationsException failure(String expectation, @Nullable String finding) {
        String fatal = lastFatal();
        String found = fatal.isEmpty() ? (finding == null ? "nothing said in " + folder.resolve(LOG) : finding) : fatal;
        ExitCode code = found.contains("No space left") ? ExitCode.NO_SPACE : ExitCode.INTEGRITY;
        return new OperationsException(
                code, "server on " + folder + ": expected it " + expectation + ", found " + found);
    }

    /** {@return the port it listens on, on this machine alone} */
    public int port() {
        if (port == 0 && postmaster().size() > 3) {
            port = Integer.parseInt(postmaster().get(3).strip());
        }
        return port;
    }

    /** {@return the same database, user and password on this server} */
    public DatabaseTarget target(DatabaseTarget origin) {
        return new DatabaseTarget(
                "127.0.0.1", port(), origin.database(), origin.user(), origin.password(), origin.schema(), Map.of());
    }

    /** {@return the major version of its data} */
    public int majorVersion() {
        return majorVersion;
    }

    /** {@return the data} */
    public Path data() {
        return folder.resolve("data");
    }

    /** Has one that somebody else has started stopped when this program ends; {@link #start} does so by itself. */
    public void stopWithProgram() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Lets it go on when this program ends. */
    public void leaveRunning() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This program ends already, and stops it.
        }
    }

    /** Kills all of its processes at once, as a fault of the machine would; its data stay as they are at that moment. */
    public void crash() {
        leaveRunning();
        if (!isRunning()) {
            return;
        }
        ProcessHandle first = ProcessHandle.of(
                        Long.parseLong(postmaster().getFirst().strip()))
                .orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(first), first.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        if (!Patience.of(STOP).until(() -> !first.isAlive())) {
            throw failure("to be killed", "it running");
        }
        // Somebody else's children, by then: whoever reaps them may be slow.
        Patience.of(LAST_BREATH).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Stops it in good order, whoever is connected, and waits; does nothing when it is not running. */
    @Override
    public void close() {
        leaveRunning();
        if (isRunning() && !stop("fast") && isRunning() && !stop("immediate") && isRunning()) {
            throw failure("to stop", null);
        }
    }

    private void stopNow() {
        if (isRunning()) {
            stop("immediate");
        }
    }

    private boolean stop(String mode) {
        return account.run(pgCtl)
                        .arguments("stop", "--pgdata=data", "--mode=" + mode, "--wait", "--timeout=" + STOP.toSeconds())
                        .in(folder)
                        .atMost(STOP.plusSeconds(10))
                        .run()
                        .exitValue()
                == 0;
    }

    // Its own rules of access, in place of the data's: a password is asked for, whatever the origin trusted.
    private void writeAccess() throws IOException {
        Files.writeString(
                folder.resolve("pg_hba.conf"),
                "host all all 127.0.0.1/32 md5\nhost replication all 127.0.0.1/32 md5\n");
        FolderAccount.giveTo(data(), folder.resolve("pg_hba.conf"));
        if (!Files.exists(data().resolve("postgresql.conf"))) {
            // Debian keeps it elsewhere; what recovery must know of it is given by the caller.
            Files.writeString(folder.resolve("postgresql.conf"), "");
            FolderAccount.giveTo(data(), folder.resolve("postgresql.conf"));
        }
    }

    private String lastFatal() {
        try {
            Path log = folder.resolve(LOG);
            String text = Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1) : "";
            return text.lines()
                    .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                    .filter(line -> !line.contains("the database system is"))
                    .reduce((first, last) -> last)
                    .map(line -> line.substring(Math.max(line.indexOf("FATAL:"), line.indexOf("PANIC:"))))
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> postmaster() {
        try {
            return Files.readAllLines(data().resolve("postmaster.pid"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
