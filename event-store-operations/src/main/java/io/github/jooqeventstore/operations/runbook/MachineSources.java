package io.github.jooqeventstore.operations.runbook;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The machine that this program runs on: what top, df and iostat would show, without any process's command line. */
final class MachineSources {
    private static final List<String> FILES =
            List.of("loadavg", "uptime", "meminfo", "diskstats", "pressure/cpu", "pressure/io", "pressure/memory");

    private MachineSources() {}

    static List<Source> all(EvidenceQuestion question) {
        return List.of(
                new Source("versions.json", () -> EvidenceJson.text(versions())),
                new Source("machine.txt", MachineSources::machine),
                new Source("disk.json", () -> EvidenceJson.text(disks(question))));
    }

    private static Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>();
        String own = MachineSources.class.getPackage().getImplementationVersion();
        versions.put("collected at", Instant.now().toString());
        versions.put("event-store", own == null ? "unknown" : own);
        for (String name : List.of("java.version", "java.vendor", "os.name", "os.version", "os.arch", "user.name")) {
            versions.put(name, System.getProperty(name, "unknown"));
        }
        versions.put("processors", Runtime.getRuntime().availableProcessors());
        return versions;
    }

    private static String machine() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : FILES) {
            Path file = Path.of("/proc").resolve(name);
            text.append("== ").append(file).append('\n');
            text.append(Files.isReadable(file) ? Files.readString(file) : "not there\n");
        }
        return text.toString();
    }

    private static List<Map<String, Object>> disks(EvidenceQuestion question) throws IOException {
        List<Path> places = Stream.of(
                        Path.of("/"),
                        Path.of(System.getProperty("java.io.tmpdir")),
                        question.data(),
                        question.archive(),
                        question.backups())
                .filter(Objects::nonNull)
                .distinct()
                .filter(Files::exists)
                .toList();
        List<Map<String, Object>> disks = new ArrayList<>();
        for (Path place : places) {
            FileStore disk = Files.getFileStore(place);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("place", place.toString());
            row.put("disk", disk.name());
            row.put("kind", disk.type());
            row.put("bytes", disk.getTotalSpace());
            row.put("free", disk.getUsableSpace());
            disks.add(row);
        }
        return disks;
    }
}
