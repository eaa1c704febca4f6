package io.github.jooqeventstore.operations.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our reader of the log sees what PostgreSQL's own one does. */
@Tag("postgres-programs")
class WaldumpTest {
    private static final Pattern LINE =
            Pattern.compile("len \\(rec/tot\\): +\\d+/ *(\\d+), tx: +(\\d+), lsn: ([0-9A-F/]+),");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void readsTheSameRecordsAsPgWaldump() throws Exception {
        try (var server = ArchivingServer.start(folder)) {
            server.archiveSegment();
            Lsn start = new Lsn(Lsn.of(server.lsn()).value() / (1 << 24) * (1 << 24));
            server.append(3000);
            // Larger than a page, and than several.
            server.dsl().execute("select pg_logical_emit_message(false, 'test', repeat('x', 100000))");
            server.dsl().execute("create table dropped as select generate_series(1, 10000)");
            server.dsl().execute("drop table dropped");
            server.archiveSegment();
            server.append(1000);
            String last = server.archiveSegment();

            List<String> ours = new ArrayList<>();
            WalReader reader = WalReader.from(WalArchive.of(List.of(server.archive())), Timeline.first(1), start);
            for (WalRecord record = reader.next(); record != null; record = reader.next()) {
                ours.add(record.length() + " " + record.transaction() + " " + record.start());
            }
            assertThat(ours).hasSizeGreaterThan(10000).containsExactlyElementsOf(theirs(server, start, last));
        }
    }

    private List<String> theirs(ArchivingServer server, Lsn start, String last) throws Exception {
        PostgresPrograms programs = PostgresPrograms.of(null, System.getenv("PATH"));
        int version = Integer.parseInt(
                Files.readString(server.data().resolve("PG_VERSION")).strip());
        Path output = folder.resolve("waldump");
        Program.at(programs.exactly("pg_waldump", version)
                        .orElseThrow(() -> programs.missing("pg_waldump", version))
                        .path())
                .arguments(
                        "--path=" + server.archive(),
                        "--start=" + start,
                        WalSegment.name(1, start.value() >> 24, 1 << 24),
                        last)
                .outputTo(output)
                .run();
        List<String> records = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.find()) {
                records.add(matcher.group(1) + " " + matcher.group(2) + " " + Lsn.of(matcher.group(3)));
            }
        }
        return records;
    }
}
