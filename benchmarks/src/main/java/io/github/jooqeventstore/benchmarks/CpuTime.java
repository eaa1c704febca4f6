package io.github.jooqeventstore.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the processors have done for this program and for the server, where the system tells it (Linux). */
final class CpuTime {

    private CpuTime() {}

    /** Since their start, in microseconds; sessions that have ended count no longer. */
    static long micros(Database database) throws SQLException, IOException {
        long nanos = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
        try (Connection connection = database.pool().getConnection();
                var statement = connection.createStatement();
                ResultSet pids = statement.executeQuery("select pid from pg_stat_activity")) {
            while (pids.next()) {
                Path schedule = Path.of("/proc", pids.getString(1), "schedstat");
                if (Files.exists(schedule)) {
                    nanos += Long.parseLong(Files.readString(schedule).split(" ", 2)[0]);
                }
            }
        }
        return nanos / 1_000;
    }
}
