package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.BackupSource;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.Manifest;
import io.github.jooqeventstore.operations.backup.WalRange;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup prune}, on a folder of base backups of thirty days and their archive. */
class PruneCommandTest {
    @TempDir
    private Path folder;

    private Path archive = Path.of("");
    private Catalog catalog = new Catalog(Path.of(""));
    private final List<Backup> taken = new ArrayList<>();

    @BeforeEach
    void takeThem() throws IOException {
        archive = Files.createDirectory(folder.resolve("wal"));
        catalog = Catalog.openOrCreate(folder.resolve("orders"));
        int segment = 1;
        for (int day = 30; day >= 0; day -= 10) {
            segment(segment++);
            taken.add(base(day, segment));
            segment(segment++);
        }
    }

    private Backup base(int daysAgo, int segment) throws IOException {
        Instant at = Instant.now().minus(Duration.ofDays(daysAgo));
        WalRange wal = new WalRange(1, "0/%X000028".formatted(segment), "0/%X000100".formatted(segment));
        try (var partial = catalog.begin(BackupKind.BASE)) {
            Files.writeString(partial.folder().resolve("data"), "data of day " + daysAgo);
            return partial.complete(files -> new Manifest(
                    Manifest.FORMAT,
                    partial.id(),
                    BackupKind.BASE,
                    at,
                    at,
                    new BackupSource("orders", "event_store", "18.4", 18, "test", "7", new UUID(1, 1), 1, 2),
                    null,
                    null,
                    wal,
                    null,
                    List.of(),
                    Map.of(),
                    files));
        }
    }

    private void segment(int number) throws IOException {
        Path file = archive.resolve(
                "00000001000000000000000" + Integer.toHexString(number).toUpperCase(java.util.Locale.ROOT));
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(16 << 20);
        }
    }

    private Cli prune(String... more) {
        String[] command = {
            "backup", "prune", "--in", catalog.folder().toString(), "--wal", archive.toString(), "--keep", "1"
        };
        return Cli.call(Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new));
    }

    private long segments() throws IOException {
        try (var files = Files.list(archive)) {
            return files.count();
        }
    }

    private void verifyAll() {
        taken.forEach(backup -> assertThat(
                        Cli.call("backup", "verify", "--in", catalog.folder().toString(), backup.id())
                                .code())
                .isZero());
    }

    @Test
    void removesNothingWhileNoneIsVerified() throws IOException {
        Cli call = prune("--execute", "--confirm", "orders");

        assertThat(call.code()).isEqualTo(5);
        assertThat(catalog.backups()).hasSize(4);
        assertThat(segments()).isEqualTo(8);
    }

    @Test
    void showsItsPlanAndRemovesNothingUnlessTheNameIsTyped() throws IOException {
        verifyAll();

        Cli plan = prune("--window", "12d");
        Cli other = prune("--window", "12d", "--execute", "--confirm", "order");

        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .contains("remove    " + taken.get(0).id())
                .contains("keep      " + taken.get(1).id() + "  the ground of the window")
                .contains("remove    3 segments of the log through 000000010000000000000003")
                .contains("--execute --confirm orders");
        assertThat(other.code()).isEqualTo(5);
        assertThat(catalog.backups()).hasSize(4);
        assertThat(segments()).isEqualTo(8);
    }

    @Test
    void removesWhatItHasPlannedAndWhatIsLeftIsWhole() throws IOException {
        verifyAll();

        Cli done = prune("--window", "0d", "--execute", "--confirm", "orders", "--json");

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("\"executed\" : true");
        assertThat(catalog.entries())
                .map(entry -> entry.folder())
                .containsExactly(taken.get(3).folder());
        assertThat(segments()).isEqualTo(1);
        assertThat(Cli.call("backup", "verify", "--in", catalog.folder().toString(), "last")
                        .code())
                .isZero();
    }

    @Test
    void removesNothingWhileTheNewestVerifiedOneIsTooOld() {
        taken.subList(0, 3)
                .forEach(backup ->
                        Cli.call("backup", "verify", "--in", catalog.folder().toString(), backup.id()));

        assertThat(prune("--window", "0d", "--execute", "--confirm", "orders").code())
                .isEqualTo(5);
        assertThat(prune("--window", "0d", "--max-age", "11d", "--execute", "--confirm", "orders")
                        .code())
                .isZero();
        assertThat(catalog.backups())
                .extracting(Backup::id)
                .containsExactly(taken.get(2).id(), taken.get(3).id());
    }
}
