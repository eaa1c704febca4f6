package io.github.jooqeventstore.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("small-disk")
class FullDiskTest {
    private static final Path DISK = Path.of(System.getProperty("eventstore.small.disk", ""));

    @Test
    void isFoundBeforeItIsFilledOrWhenItIsFull() throws IOException {
        TestStore store = TestStore.create();
        // Text that does not compress, written by the server itself.
        store.dsl().execute("insert into event_store.streams (stream_id, version) values ('s', 3000)");
        store.dsl()
                .execute("insert into event_store.events (stream_id, version, event_id, event_type, event_data)"
                        + " select 's', i, gen_random_uuid(), 'Noted', to_jsonb((select string_agg(gen_random_uuid()::text, '')"
                        + " from generate_series(1, 6) where i > 0)) from generate_series(1, 3000) i");
        Catalog catalog = Catalog.openOrCreate(DISK.resolve("backups"));
        Path filler = DISK.resolve("filler");
        try {
            Backup earlier = EventsBackup.take(store.target(), catalog, EventsBackup.Options.defaults(), Progress.NONE)
                    .backup();
            for (long room : List.of(10_000L, earlier.manifest().size() * 3 / 4)) {
                fill(filler, room);

                assertThatThrownBy(() -> EventsBackup.take(
                                store.target(), catalog, EventsBackup.Options.defaults(), Progress.NONE))
                        .isInstanceOfSatisfying(
                                OperationsException.class,
                                e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NO_SPACE));

                assertThat(catalog.entries()).isEqualTo(List.of(earlier));
            }
        } finally {
            Files.deleteIfExists(filler);
            FileTree.delete(catalog.folder());
        }
    }

    private static void fill(Path filler, long room) throws IOException {
        Files.deleteIfExists(filler);
        long size = Files.getFileStore(DISK).getUsableSpace() - room;
        try (var out = Files.newOutputStream(filler)) {
            byte[] block = new byte[8192];
            for (long done = 0; done < size; done += block.length) {
                out.write(block, 0, (int) Math.min(block.length, size - done));
            }
        }
    }
}
