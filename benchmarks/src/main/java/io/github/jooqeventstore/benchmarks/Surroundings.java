package io.github.jooqeventstore.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jooq.Constants;
import org.postgresql.util.DriverInfo;

/** What a run ran on, for its results; nothing that names the machine. */
final class Surroundings {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Surroundings() {}

    static Map<String, String> machine() throws IOException {
        Map<String, String> facts = new TreeMap<>();
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("processor", processor());
        facts.put(
                "memory",
                String.format(
                        Locale.ROOT,
                        "%.0f GiB",
                        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                                        .getTotalMemorySize()
                                / (double) (1L << 30)));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return facts;
    }

    private static String processor() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse("unknown");
        }
    }

    static Map<String, String> versions() throws SQLException {
        Map<String, String> versions = new TreeMap<>();
        try (Connection connection = Server.ofThisRun().connect()) {
            versions.put("PostgreSQL", connection.getMetaData().getDatabaseProductVersion());
        }
        versions.put("Java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
        versions.put("jOOQ", Constants.FULL_VERSION);
        versions.put("pgjdbc", DriverInfo.DRIVER_VERSION);
        Peers.found().values().forEach(peer -> versions.put(peer.name(), peer.version()));
        if (MessageDbPackage.present()) {
            versions.put(Contenders.MESSAGE_DB, MessageDbPackage.VERSION);
        }
        return versions;
    }
}
