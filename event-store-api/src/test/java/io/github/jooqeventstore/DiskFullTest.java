package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server on a disk that fills up: a folder with a file system of its own, which the profile small-disk names. */
@Tag("small-disk")
class DiskFullTest {

    private static final int WRITERS = 4;
    private static final int APPENDS = 200;
    private static final long MEGABYTE = 1 << 20;

    /** Small enough for the disk; write-ahead log is written anew rather than recycled. */
    private static final Map<String, String> SETTINGS =
            Map.of("shared_buffers", "8MB", "min_wal_size", "32MB", "max_wal_size", "48MB", "wal_recycle", "off");

    private final Path disk = Path.of(Objects.requireNonNull(
            System.getProperty("eventstore.small.disk"), "-Deventstore.small.disk: expected a folder, found nothing"));

    /** No page can be added to a table: each append is refused with an error, and the server goes on. */
    @Test
    void withoutRoomForATableRefusesAppendsUntilThereIsRoomAgain() throws Exception {
        BlindRetries retries = fillTheDiskExceptFor(0);

        assertThat(retries.refusedForWantOfRoom()).isPositive();
    }

    /** The server cannot go on without its write-ahead log: it stops in mid-append, and must be started again. */
    @Test
    void withoutRoomForTheLogLosesNothingAndDoublesNothing() throws Exception {
        BlindRetries retries = fillTheDiskExceptFor(12 * MEGABYTE);

        assertThat(retries.lostConnections()).isPositive();
    }

    private BlindRetries fillTheDiskExceptFor(long room) throws Exception {
        try (MortalServer server = MortalServer.in(disk.resolve("server-" + room), SETTINGS)) {
            BlindRetries retries = new BlindRetries(server.dsl());
            AtomicBoolean enough = new AtomicBoolean();
            Threads.together(WRITERS + 1, thread -> {
                if (thread < WRITERS) {
                    retries.write(thread, enough::get);
                    return thread;
                }
                Path ballast = disk.resolve("ballast");
                try {
                    retries.awaitMoreAppends(APPENDS);
                    fill(ballast, room);
                    if (room > 0) {
                        beginTheNextSegment(server);
                    }
                    Await.until(
                            "trouble", () -> retries.refusedForWantOfRoom() + retries.lostConnections() > 10 * WRITERS);
                    Files.delete(ballast);
                    if (!server.answers()) {
                        server.startAgain();
                    }
                    retries.awaitMoreAppends(APPENDS);
                } finally {
                    enough.set(true);
                    Files.deleteIfExists(ballast);
                }
                return thread;
            });
            retries.assertAcknowledgedIsStored();
            return retries;
        }
    }

    /** There is no room for it: to write until it is needed would take as long as the machine is slow. */
    private static void beginTheNextSegment(MortalServer server) {
        try {
            server.dsl().execute("select pg_switch_wal()");
        } catch (DataAccessException e) {
            // The server has stopped at it.
        }
    }

    private static void fill(Path ballast, long room) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            try (FileChannel file = FileChannel.open(ballast, StandardOpenOption.WRITE)) {
                file.truncate(Math.max(0, file.size() - room));
            }
        }
    }
}
