package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's own programs, run in a server's folder under its account. They work with paths relative to that folder:
 * pg_ctl passes them through a shell.
 */
record Programs(Binaries binaries, ServerAccount account, DataFolder folder) {
    static final String SERVER_LOG = "server.log";
    private static final String PROGRAM_LOG = "programs.log";
    private static final int INITDB_SECONDS = 120;
    // A start after a crash replays the log first.
    private static final int START_SECONDS = 600;
    private static final int LINES_TOLD = 8;

    /** Makes a cluster in the folder {@code name}. */
    void initdb(String name, String user, Path passwordFile) {
        List<String> command = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + name,
                "--username=" + user,
                "--pwfile=" + passwordFile.getFileName(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C"));
        if (Integer.parseInt(binaries.major()) >= 17) {
            // Letters beyond ASCII have cases, and still no locale of the machine is needed.
            command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        }
        if (!folder.kept()) {
            command.add("--no-sync");
        }
        if (!run(command, INITDB_SECONDS)) {
            throw failure("initdb to make a cluster");
        }
    }

    /** {@return whether the server now answers on this port} */
    boolean start(int port) {
        return run(
                List.of(
                        pgCtl(),
                        "start",
                        "--pgdata=data",
                        "--log=" + SERVER_LOG,
                        "--wait",
                        "--timeout=" + START_SECONDS,
                        "--options=-p " + port),
                START_SECONDS + 10);
    }

    /** {@return whether the server has ended} Its mode is one of pg_ctl's: fast or immediate. */
    boolean stop(String mode, int seconds) {
        return run(
                List.of(pgCtl(), "stop", "--pgdata=data", "--mode=" + mode, "--wait", "--timeout=" + seconds),
                seconds + 10);
    }

    String pgCtl() {
        return binaries.program("pg_ctl").toString();
    }

    /** {@return an error that quotes the ends of the logs} */
    PostgresServerException failure(String expectation) {
        return new PostgresServerException("embedded PostgreSQL in " + folder.path() + ": expected " + expectation
                + ", found: " + tail(PROGRAM_LOG) + tail(SERVER_LOG));
    }

    /** {@return the server's log since its last start, or nothing} */
    String serverLog() {
        return read(SERVER_LOG);
    }

    private boolean run(List<String> command, int seconds) {
        var builder = new ProcessBuilder(account.command(command));
        // Below this folder every account can find its way; output goes to a file, as the server inherits it.
        builder.directory(folder.path().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.path().resolve(PROGRAM_LOG).toFile());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            throw new PostgresServerException(
                    "embedded PostgreSQL: expected to run " + command.getFirst() + ", found " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresServerException("embedded PostgreSQL: interrupted while it ran " + command.getFirst(), e);
        }
    }

    private String tail(String log) {
        List<String> lines = read(log).lines().filter(line -> !line.isBlank()).toList();
        return System.lineSeparator()
                + String.join(
                        System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
    }

    private String read(String log) {
        try {
            Path file = folder.path().resolve(log);
            // The log may hold bytes of any encoding.
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e + ")";
        }
    }
}
