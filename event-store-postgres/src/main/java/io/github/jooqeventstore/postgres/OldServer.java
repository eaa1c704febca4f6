package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server that still runs in a folder whose JVM was killed: found by {@code postmaster.pid}, and stopped. */
final class OldServer {
    private static final int FAST_SECONDS = 60;
    private static final int IMMEDIATE_SECONDS = 20;
    private static final Duration START_TOLERANCE = Duration.ofSeconds(5);
    /** No system gives out this number. */
    private static final String DEAD = Integer.toString(Integer.MAX_VALUE);

    private OldServer() {}

    /** Stops the server in the programs' folder, if there is one; when this returns the folder is free. */
    static void stop(Programs programs) {
        Path pidFile = programs.folder().data().resolve("postmaster.pid");
        try {
            List<String> lines = lines(programs.folder());
            if (lines.size() < 3) {
                return;
            }
            Optional<ProcessHandle> process =
                    ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive);
            // A process without a command is another account's: the new server knows what to make of it.
            Optional<String> command = process.flatMap(alive -> alive.info().command());
            if (process.isEmpty() || command.isEmpty()) {
                return;
            }
            Optional<Boolean> here = worksIn(programs.folder().data(), process.get());
            if (!isPostgres(command.get()) || here.equals(Optional.of(false))) {
                forget(pidFile, lines);
            } else if (here.isEmpty() && !startedAt(process.get(), lines.get(2))) {
                throw doubtful(programs, process.get(), pidFile);
            } else {
                stop(programs, process.get());
            }
        } catch (IOException | NumberFormatException e) {
            throw new PostgresServerException("file " + pidFile + ": expected a server's process, found " + e, e);
        }
    }

    /** {@return the process number in the folder's pid file, or nothing} */
    static String pid(DataFolder folder) throws IOException {
        List<String> lines = lines(folder);
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    private static List<String> lines(DataFolder folder) throws IOException {
        Path pidFile = folder.data().resolve("postmaster.pid");
        return Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
    }

    private static void stop(Programs programs, ProcessHandle process) {
        if (!programs.stop("fast", FAST_SECONDS)
                && !programs.stop("immediate", IMMEDIATE_SECONDS)
                && process.isAlive()) {
            throw programs.failure("the earlier server, process " + process.pid() + ", to stop");
        }
    }

    // The number has gone to another program, which a new server would take for the old one. The rest of the file
    // stays:
    // with it the new server sees whether old backends still use the data.
    private static void forget(Path pidFile, List<String> lines) throws IOException {
        List<String> changed = new ArrayList<>(lines);
        changed.set(0, DEAD);
        Files.write(pidFile, changed);
    }

    private static boolean isPostgres(String command) {
        Path name = Path.of(command).getFileName();
        return name != null
                && (name.toString().equals("postgres") || name.toString().equals("postgres.exe"));
    }

    /** {@return whether the process works in that folder, or nothing where the system does not tell} */
    private static Optional<Boolean> worksIn(Path data, ProcessHandle process) {
        try {
            Path working = Path.of("/proc", Long.toString(process.pid()), "cwd").toRealPath();
            return Optional.of(working.equals(data.toRealPath()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean startedAt(ProcessHandle process, String epochSecond) {
        Instant told = Instant.ofEpochSecond(Long.parseLong(epochSecond.strip()));
        return process.info()
                .startInstant()
                .map(instant -> Duration.between(instant, told).abs().compareTo(START_TOLERANCE) < 0)
                .orElse(false);
    }

    private static PostgresServerException doubtful(Programs programs, ProcessHandle process, Path pidFile) {
        return new PostgresServerException("data folder " + programs.folder().path()
                + ": expected to know its earlier server, found process " + process.pid()
                + ", a PostgreSQL that started at another time; stop it if it is the one, else delete " + pidFile);
    }
}
