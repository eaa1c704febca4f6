package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that still runs in a folder whose JVM was killed: found by {@code postmaster.pid}, and stopped.
 *
 * @param pidFile whose first line is the process, the third the second of its start
 */
record OldServer(Path data, Path pidFile, List<String> lines, ProcessHandle process) {
    private static final int FAST_SECONDS = 60;
    private static final int IMMEDIATE_SECONDS = 20;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final Duration START_TOLERANCE = Duration.ofSeconds(5);
    /** No system gives out this number. */
    private static final String DEAD = Integer.toString(Integer.MAX_VALUE);

    /** What the process with the server's number is now. */
    private enum Finding {
        THE_SERVER,
        ANOTHER,
        PERHAPS_THE_SERVER,
        HIDDEN
    }

    /** Stops the server in the programs' folder, if there is one; when this returns the folder is free. */
    static void stop(Programs programs) {
        try {
            Optional<OldServer> found = in(programs.folder());
            if (found.isPresent()) {
                found.get().stopWith(programs);
            }
        } catch (IOException | NumberFormatException e) {
            throw new PostgresServerException(
                    "data folder " + programs.folder().path()
                            + ": expected its postmaster.pid to name the earlier server, found " + e,
                    e);
        }
    }

    /** {@return the process number in the folder's pid file, or nothing} */
    static String pid(DataFolder folder) throws IOException {
        List<String> lines = lines(folder.data());
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    private static Optional<OldServer> in(DataFolder folder) throws IOException {
        List<String> lines = lines(folder.data());
        if (lines.size() < 3) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .map(process -> new OldServer(folder.data(), pidFile(folder.data()), lines, process));
    }

    private void stopWith(Programs programs) throws IOException {
        switch (look()) {
            case THE_SERVER -> {
                if (!programs.stop("fast", FAST_SECONDS)
                        && !programs.stop("immediate", IMMEDIATE_SECONDS)
                        && !endsByItself()) {
                    throw programs.failure("the earlier server, process " + process.pid() + ", to stop");
                }
            }
            case ANOTHER -> forget();
            case PERHAPS_THE_SERVER ->
                throw new PostgresServerException("data folder " + data.getParent()
                        + ": expected to know its earlier server, found process " + process.pid()
                        + ", a PostgreSQL that started at another time; stop it if it is the one, else delete "
                        + pidFile);
            case HIDDEN -> {
                // Another account's: the new server compares accounts, and refuses if it has to.
            }
        }
    }

    /** Without its file it is no longer to be stopped: somebody else has done so, and it is about to be gone. */
    private boolean endsByItself() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(IMMEDIATE_SECONDS);
        while (process.isAlive() && !isZombie(stat())) {
            if (Files.exists(pidFile) || System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    private Finding look() {
        String stat = stat();
        if (isZombie(stat)) {
            // Killed, and still listed because a container's first process does not ask for its end.
            return Finding.ANOTHER;
        }
        String program = stat.isEmpty() ? fileName(process.info().command().orElse("")) : nameIn(stat);
        if (program.isEmpty()) {
            return Finding.HIDDEN;
        }
        if (!program.equals("postgres") && !program.equals("postgres.exe")) {
            return Finding.ANOTHER;
        }
        return worksHere()
                .map(here -> here ? Finding.THE_SERVER : Finding.ANOTHER)
                .orElseGet(() -> startedAsTold() ? Finding.THE_SERVER : Finding.PERHAPS_THE_SERVER);
    }

    /** {@return Linux's line on the process: its number, its name in parentheses, its state; elsewhere nothing} */
    private String stat() {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isZombie(String stat) {
        return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    }

    private static String nameIn(String stat) {
        return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    }

    private static String fileName(String command) {
        Path name = Path.of(command).getFileName();
        return name == null ? "" : name.toString();
    }

    // A new server would take what bears the number now for the old one. The rest of the file stays: with it the new
    // server sees whether old backends still use the data.
    private void forget() throws IOException {
        List<String> changed = new ArrayList<>(lines);
        changed.set(0, DEAD);
        Files.write(pidFile, changed);
    }

    /** {@return whether the process works in the data folder, or nothing where the system does not tell} */
    private Optional<Boolean> worksHere() {
        try {
            Path working = Path.of("/proc", Long.toString(process.pid()), "cwd").toRealPath();
            return Optional.of(working.equals(data.toRealPath()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean startedAsTold() {
        Instant told = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
        return process.info()
                .startInstant()
                .map(instant -> Duration.between(instant, told).abs().compareTo(START_TOLERANCE) < 0)
                .orElse(false);
    }

    private static List<String> lines(Path data) throws IOException {
        Path pidFile = pidFile(data);
        return Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
    }

    private static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }
}
