package io.github.jooqeventstore.operations.wal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What our reader of the log finds in an archive, and that it believes no damaged one. */
class WalSearchTest {
    private static final int SEGMENT = 1 << 24;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all
    private static ArchivingServer server;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Lsn start;

    @SuppressWarnings("NullAway.Init") // set before all
    private static String first;

    @SuppressWarnings("NullAway.Init") // set before all
    private static String second;

    @SuppressWarnings("NullAway.Init") // set before all
    private static String third;

    private static long saved;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Lsn afterSaved;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Instant between;

    private static long prepared;
    private static long preparedPart;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Lsn afterPrepared;

    @BeforeAll
    static void fillThreeSegments() {
        server = ArchivingServer.start(folder);
        server.archiveSegment();
        start = new Lsn(Lsn.of(server.lsn()).value() / SEGMENT * SEGMENT);
        server.append(2000);
        first = server.archiveSegment();
        server.dsl()
                .transaction(outer -> outer.dsl().transaction(inner -> {
                    TestStore.append(inner.dsl(), 10);
                    saved = inner.dsl()
                            .fetchSingle(
                                    "select max(xmin::text::bigint) as xmin from event_store.events where position > 2000")
                            .get("xmin", Long.class);
                }));
        afterSaved = Lsn.of(server.lsn());
        server.dsl().execute("select pg_create_restore_point('before the sale')");
        between = server.dsl()
                .fetchSingle("select clock_timestamp() as now")
                .get("now", java.time.OffsetDateTime.class)
                .toInstant();
        prepare();
        server.append(1000);
        second = server.archiveSegment();
        server.append(500);
        third = server.archiveSegment();
    }

    // Its commit is a record of another transaction's number, or of none: whose it is stands in it.
    private static void prepare() {
        server.dsl().connection(connection -> {
            connection.setAutoCommit(false);
            DSLContext dsl = DSL.using(connection, SQLDialect.POSTGRES);
            dsl.execute("create table if not exists prepared (n int)");
            dsl.execute("savepoint here");
            TestStore.append(dsl, 1);
            var numbers = dsl.fetchSingle("select pg_current_xact_id()::text::bigint as whole,"
                    + " (select max(xmin::text::bigint) from event_store.events where position > 2010) as part");
            prepared = numbers.get("whole", Long.class);
            preparedPart = numbers.get("part", Long.class);
            dsl.execute("prepare transaction 'sale'");
            connection.setAutoCommit(true);
        });
        server.dsl().execute("commit prepared 'sale'");
        afterPrepared = Lsn.of(server.lsn());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    class InAWholeArchive {
        private final WalSearch search = search(server.archive());

        @Test
        void readsToTheEndOfTheLastSegment() {
            StopPoint last = last(search);

            assertThat(last.end().value() % SEGMENT).isZero();
            assertThat(WalSegment.name(1, last.record().value() / SEGMENT, SEGMENT))
                    .isEqualTo(third);
            assertThat(last.lastCommit()).isAfter(between);
        }

        @Test
        void findsTheTransactionThatASavepointBelongsTo() {
            StopPoint commit = requireNonNull(search.commitOf(saved));

            assertThat(commit.end()).isEqualTo(afterSaved);
        }

        @Test
        void findsTheCommitOfATransactionThatWasPreparedFirst() {
            assertThat(prepared).isNotEqualTo(preparedPart);
            assertThat(requireNonNull(search.commitOf(prepared)).end()).isEqualTo(afterPrepared);
            assertThat(requireNonNull(search.commitOf(preparedPart)).end()).isEqualTo(afterPrepared);
        }

        @Test
        void findsNoTransactionThatIsNotThere() {
            assertThat(search.commitOf(saved + 1_000_000)).isNull();
        }

        @Test
        void findsARestorePointByName() {
            StopPoint point = requireNonNull(search.restorePoint("before the sale"));

            assertThat(point.record()).isGreaterThanOrEqualTo(afterSaved);
            assertThat(search.restorePoint("another one")).isNull();
        }

        @Test
        void findsTheLastRecordBeforeATime() {
            StopPoint before = requireNonNull(search.upTo(between));

            assertThat(before.lastCommit()).isBefore(between);
            assertThat(before.end()).isGreaterThanOrEqualTo(afterSaved);
        }

        @Test
        void findsTheLastRecordBeforeAPlace() {
            StopPoint before = requireNonNull(search.upTo(afterSaved));

            assertThat(before.end()).isEqualTo(afterSaved);
        }

        @Test
        void doesNotPretendToKnowWhatComesAfterItsEnd() {
            assertThat(search.upTo(Instant.now().plusSeconds(60))).isNull();
            assertThat(search.upTo(new Lsn(start.value() + 100L * SEGMENT))).isNull();
        }
    }

    @Nested
    class InADamagedArchive {
        @TempDir
        @SuppressWarnings("NullAway.Init") // JUnit sets it
        Path archive;

        @Test
        void namesAMissingSegment() throws IOException {
            copy();
            Files.delete(archive.resolve(second));

            assertDamage().hasMessageContaining("segment " + second).hasMessageContaining("missing, while " + third);
        }

        @Test
        void namesATruncatedSegment() throws IOException {
            copy();
            try (var file = new RandomAccessFile(archive.resolve(third).toFile(), "rw")) {
                file.setLength(SEGMENT - 8192);
            }

            assertDamage().hasMessageContaining("segment " + third).hasMessageContaining("found 16769024");
        }

        /** All but those between records, which hold nothing: whoever reads past them reads what was written. */
        @Test
        void namesTheSegmentOfAnyFlippedBitThatMeansSomething() throws IOException {
            copy();
            StopPoint whole = last(search(archive));
            var random = new Random(1);
            long used = used(server.archive().resolve(second));
            int harmless = 0;
            for (int i = 0; i < 40; i++) {
                Path file = archive.resolve(second);
                flip(file, random.nextLong(used), random.nextInt(8));
                try {
                    assertThat(last(search(archive))).isEqualTo(whole);
                    harmless++;
                } catch (OperationsException e) {
                    assertThat(e).hasMessageContaining("segment " + second);
                }
                Files.copy(server.archive().resolve(second), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(harmless).isLessThan(5);
        }

        @Test
        void namesASegmentOfAnotherCluster() throws IOException {
            copy();
            flip(archive.resolve(second), 24, 0);

            assertDamage().hasMessageContaining("segment " + second).hasMessageContaining("the log of cluster");
        }

        @Test
        void endsWhereASegmentWasStillBeingWritten() throws IOException {
            copy();
            long used = used(archive.resolve(third));
            Path partial = archive.resolve(third + ".partial");
            Files.move(archive.resolve(third), partial);
            try (var file = new RandomAccessFile(partial.toFile(), "rw")) {
                long kept = used / 2;
                file.setLength(kept);
                file.setLength(SEGMENT);
            }

            StopPoint last = last(search(archive));

            assertThat(last.end().value() % SEGMENT).isBetween(used / 2 - 16384, used / 2 + 8);
        }

        @Test
        void tellsDamageFromTheEndOfASegmentThatWasStillBeingWritten() throws IOException {
            copy();
            long used = used(archive.resolve(third));
            Path partial = archive.resolve(third + ".partial");
            Files.move(archive.resolve(third), partial);
            flip(partial, used / 2, 3);

            assertDamage().hasMessageContaining("segment " + third + ".partial");
        }

        private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertDamage() {
            return assertThatThrownBy(() -> last(search(archive)))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTEGRITY));
        }

        private void copy() throws IOException {
            for (String name : List.of(first, second, third)) {
                Files.copy(server.archive().resolve(name), archive.resolve(name));
            }
        }
    }

    private static void flip(Path file, long at, int bit) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1 << bit);
        }
    }

    // Behind the last record there is nothing but zeros, and headers of empty pages.
    private static long used(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        StopPoint last = last(search(server.archive()));
        long base = requireNonNull(WalSegment.of(file, SEGMENT)).number() * SEGMENT;
        if (last.record().value() > base && last.record().value() < base + SEGMENT) {
            return last.record().value() - base;
        }
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return Math.min(end, switchAt(bytes));
    }

    // The record that ends a segment: 24 bytes, the manager of the log, kind 0x40.
    private static int switchAt(byte[] bytes) {
        for (int at = 40; at < bytes.length - 24; at += 8) {
            if (bytes[at] == 24
                    && bytes[at + 1] == 0
                    && bytes[at + 2] == 0
                    && bytes[at + 16] == 0x40
                    && bytes[at + 17] == 0) {
                return at;
            }
        }
        return bytes.length;
    }

    private static WalSearch search(Path archive) {
        return WalSearch.from(WalArchive.of(List.of(archive)), 1, start, Progress.NONE);
    }

    private static StopPoint last(WalSearch search) {
        return requireNonNull(search.last());
    }
}
