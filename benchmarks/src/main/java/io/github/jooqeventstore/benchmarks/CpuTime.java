package io.github.jooqeventstore.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the processors have done for this program and for a server on the same machine, where the system tells it (Linux). */
final class CpuTime {

    private static final Path PROCESSES = Path.of("/proc");

    /** The server's first process, the parent of all others; 0 if it is not here. */
    private final long server;

    private CpuTime(long server) {
        this.server = server;
    }

    static CpuTime of(Server server) throws SQLException {
        try (Connection connection = server.connect();
                var statement = connection.createStatement();
                ResultSet pid = statement.executeQuery("select pg_backend_pid()")) {
            pid.next();
            List<String> session = stat(PROCESSES.resolve(pid.getString(1)));
            boolean here = !session.isEmpty() && session.getFirst().contains("postgres");
            return new CpuTime(here ? Long.parseLong(session.get(2)) : 0);
        }
    }

    /** Since their start, in microseconds, of sessions that have ended, too; empty if the server is not here. */
    OptionalLong micros() {
        if (server == 0) {
            return OptionalLong.empty();
        }
        // A session that ends while they are looked at would be counted twice, or not at all.
        long ended;
        long running;
        do {
            ended = ofEndedSessions();
            running = ofSessions();
        } while (ended != ofEndedSessions());
        long client = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
        return OptionalLong.of((client + ended + running) / 1_000);
    }

    private long ofSessions() {
        long nanos = 0;
        try (Stream<Path> processes = Files.list(PROCESSES)) {
            for (Path process : processes
                    .filter(path ->
                            Character.isDigit(path.getFileName().toString().charAt(0)))
                    .toList()) {
                List<String> stat = stat(process);
                if (stat.size() > 2 && Long.parseLong(stat.get(2)) == server) {
                    nanos += running(process);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return nanos;
    }

    /** What the first process has taken over from children that have ended, which the system counts in hundredths. */
    private long ofEndedSessions() {
        List<String> stat = stat(PROCESSES.resolve(Long.toString(server)));
        return stat.size() > 15 ? (Long.parseLong(stat.get(14)) + Long.parseLong(stat.get(15))) * 10_000_000 : 0;
    }

    private static long running(Path process) {
        String schedule = read(process.resolve("schedstat"));
        return schedule.isEmpty() ? 0 : Long.parseLong(schedule.split(" ", 2)[0]);
    }

    /** Name, state, parent and so on; empty if the process has ended. */
    private static List<String> stat(Path process) {
        String text = read(process.resolve("stat"));
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        return close < 0
                ? List.of()
                : Stream.concat(
                                Stream.of(text.substring(open + 1, close)),
                                Stream.of(text.substring(close + 2).split(" ")))
                        .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            // It has ended, or there is no such file on this system.
            return "";
        }
    }
}
