package io.github.jooqeventstore.operations.runbook;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The server's files, where they are on this machine: its log, and what its data tells of itself.
 *
 * @param data its data; null where that is unknown
 * @param log its log, or the folder of its logs; null where that is unknown
 * @param logBytes how much of the end of the log is read
 */
record ServerFiles(@Nullable Path data, @Nullable Path log, int logBytes) {
    private static final Path PACKAGES = Path.of("/var/log/postgresql");
    private static final List<String> SIGNS = List.of(
            "postmaster.pid",
            "standby.signal",
            "recovery.signal",
            "backup_label",
            "postgresql.auto.conf",
            "PG_VERSION");

    static ServerFiles of(@Nullable OperationsDatabase database, EvidenceQuestion question) {
        Path data = question.data();
        Path log = question.log();
        if (database != null) {
            data = data == null ? told(database, "data_directory") : data;
            log = log == null ? currentLog(database, data) : log;
        }
        return new ServerFiles(data, log, question.logBytes());
    }

    private static @Nullable Path told(OperationsDatabase database, String name) {
        try {
            String value = database.dsl().select(setting(name)).fetchSingle().value1();
            return value == null ? null : Path.of(value);
        } catch (DataAccessException e) {
            // Not every role may know.
            return null;
        }
    }

    private static @Nullable Path currentLog(OperationsDatabase database, @Nullable Path data) {
        try {
            String file = database.dsl()
                    .select(system("pg_current_logfile", SQLDataType.CLOB))
                    .fetchSingle()
                    .value1();
            return file == null || data == null ? null : data.resolve(file);
        } catch (DataAccessException e) {
            return null;
        }
    }

    List<Source> sources() {
        List<Source> sources = new ArrayList<>(List.of(new Source("server.log", this::logText)));
        Path folder = data;
        if (folder != null) {
            sources.add(new Source("data-folder.json", () -> EvidenceJson.text(state(folder))));
        }
        return sources;
    }

    private String logText() throws IOException {
        Path file = newest();
        String name = file.getFileName().toString();
        if (name.endsWith(".csv") || name.endsWith(".json")) {
            throw new OperationsException(
                    ExitCode.PARTIAL,
                    "log " + file + ": expected one of lines of text, found a form that holds statements");
        }
        return "# the end of " + file + "\n" + LogLines.of(FileTail.lines(file, logBytes));
    }

    private Path newest() throws IOException {
        Path place = log == null ? fallback() : log;
        if (!Files.isDirectory(place)) {
            return place;
        }
        try (Stream<Path> files = Files.list(place)) {
            Optional<Path> newest = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
            return newest.orElseThrow(() -> new OperationsException(
                    ExitCode.PARTIAL,
                    "folder " + place + ": expected the server's log, found none; name it with --log"));
        }
    }

    private Path fallback() {
        Path own = data == null ? PACKAGES : data.resolve("log");
        Path place = Files.isDirectory(own) ? own : PACKAGES;
        if (!Files.isDirectory(place)) {
            throw new OperationsException(
                    ExitCode.PARTIAL,
                    "server's log: expected it on this machine, found nobody who says where it is; name it with --log");
        }
        return place;
    }

    // What is there, and how large; never what is in it.
    private static Map<String, Object> state(Path data) throws IOException {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("folder", data.toString());
        state.put("version", Files.readString(data.resolve("PG_VERSION")).strip());
        for (String sign : SIGNS) {
            Path file = data.resolve(sign);
            state.put(sign, Files.exists(file) ? Files.getLastModifiedTime(file).toString() : "absent");
        }
        try (Stream<Path> segments = Files.list(data.resolve("pg_wal"))) {
            List<Path> files = segments.filter(Files::isRegularFile).sorted().toList();
            state.put("pg_wal files", files.size());
            state.put(
                    "pg_wal bytes",
                    files.stream().mapToLong(file -> file.toFile().length()).sum());
            state.put(
                    "pg_wal last",
                    files.isEmpty() ? "none" : files.getLast().getFileName().toString());
        }
        return state;
    }
}
