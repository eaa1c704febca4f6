package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.process.ClusterServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recovery to each kind of point, by the server's own three programs alone. */
class PointInTimeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all
    private static ArchivingServer server;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Catalog catalog;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Backup early;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Backup late;

    /** The positions of two transactions: the one that took its position first was committed last. */
    private static long overtaken;

    private static long overtaker;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Instant afterOvertaker;

    private static long transaction;
    private static long hundredAndFirst;

    @SuppressWarnings("NullAway.Init") // set before all
    private static String place;

    private static long head;
    private static String middleSegment = "";

    private Path into = folder;

    @BeforeAll
    static void makeAHistory() {
        server = ArchivingServer.start(folder);
        catalog = Catalog.openOrCreate(folder.resolve("backups"));
        server.append(50);
        // Somebody who has seen what is to come.
        server.dsl()
                .insertInto(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.NAME, "invoices")
                .set(SUBSCRIPTIONS.PARTITION, 0)
                .set(SUBSCRIPTIONS.PARTITIONS, 1)
                .set(SUBSCRIPTIONS.POSITION, 100_000L)
                .set(SUBSCRIPTIONS.EPOCH, 1L)
                .execute();
        early = base();
        server.append(50);
        server.dsl().execute("select pg_create_restore_point('before_deploy')");
        server.append(10);
        hundredAndFirst = 101;
        transaction = server.dsl()
                .fetchSingle("select xmin::text::bigint as xmin from event_store.events where position = 101")
                .get("xmin", Long.class);
        place = server.lsn();
        server.append(20);
        overtake();
        server.append(30);
        middleSegment = server.archiveSegment();
        late = base();
        server.append(40);
        server.archiveSegment();
        head = head(server.dsl());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void takeANewFolder() throws IOException {
        into = Files.createTempDirectory(folder, "restored-").resolve("server");
    }

    @AfterEach
    void stopWhatWasRestored() {
        if (Files.exists(into.resolve("data"))) {
            ClusterServer.in(into, server.programs()).close();
        }
    }

    @Nested
    class ToATarget {
        @Test
        void ofTheLogsPlace() {
            Recovered recovered =
                    restore(new RecoveryTarget.Place(io.github.jooqeventstore.operations.wal.Lsn.of(place)));

            assertThat(recovered.headPosition()).isEqualTo(110);
            assertThat(recovered.base()).isEqualTo(early.id());
            assertThat(recovered.comparedWith()).isEqualTo("the living server");
            assertThat(recovered.absent()).isEmpty();
        }

        @Test
        void ofATransaction() {
            assertThat(restore(new RecoveryTarget.Transaction(transaction)).headPosition())
                    .isEqualTo(110);
        }

        @Test
        void ofAName() {
            assertThat(restore(new RecoveryTarget.Named("before_deploy")).headPosition())
                    .isEqualTo(100);
        }

        @Test
        void ofATime() {
            Recovered recovered = restore(new RecoveryTarget.Time(afterOvertaker));

            assertThat(recovered.headPosition()).isEqualTo(overtaker);
            assertThat(recovered.lastCommit()).isBefore(afterOvertaker);
            assertThat(recovered.absent()).containsExactly(new Span(overtaken, overtaken));
        }

        @Test
        void ofAPositionWhoseTransactionOvertookAnother() {
            Recovered recovered = restore(new RecoveryTarget.Position(overtaker));

            assertThat(recovered.headPosition()).isEqualTo(overtaker);
            assertThat(recovered.absent()).containsExactly(new Span(overtaken, overtaken));
            assertThat(recovered.present()).isEmpty();
        }

        @Test
        void ofAPositionWhoseTransactionWasOvertaken() {
            Recovered recovered = restore(new RecoveryTarget.Position(overtaken));

            assertThat(recovered.absent()).isEmpty();
            assertThat(recovered.present()).containsExactly(new Span(overtaker, overtaker));
        }

        @Test
        void ofAPositionWhenTheServerIsDead() {
            Recovered recovered = restoreOf(dead(), new RecoveryTarget.Position(overtaker), List.of(server.archive()));

            assertThat(recovered.comparedWith()).isEqualTo("a recovery of the whole archive");
            assertThat(recovered.headPosition()).isEqualTo(overtaker);
            assertThat(recovered.absent()).containsExactly(new Span(overtaken, overtaken));
            assertThat(into.resolveSibling("server.scratch")).doesNotExist();
        }

        @Test
        void ofTheArchivesEndFromTheNewestBaseBackup() {
            Recovered recovered = restoreOf(dead(), new RecoveryTarget.Latest(), List.of(server.archive()));

            assertThat(recovered.headPosition()).isEqualTo(head);
            assertThat(recovered.base()).isEqualTo(late.id());
            assertThat(recovered.comparedWith()).isNull();
        }
    }

    @Nested
    class IsRefused {
        @Test
        void beforeTheOldestBaseBackupEnded() {
            var before = new RecoveryTarget.Time(early.manifest().finishedAt().minusSeconds(1));

            assertRefused(before).hasMessageContaining("expected a base backup that ended before it, found the oldest");
        }

        @Test
        void behindTheEndOfTheArchive() {
            assertRefused(new RecoveryTarget.Time(Instant.now().plusSeconds(60)))
                    .hasMessageContaining("to go that far, found it to end at");
        }

        @Test
        void forANameThatIsNowhere() {
            assertRefused(new RecoveryTarget.Named("no such name")).hasMessageContaining("found it nowhere");
        }

        @Test
        void forAPositionWithoutAnEvent() {
            assertRefused(new RecoveryTarget.Position(head + 1000)).hasMessageContaining("expected an event");
        }

        @Test
        void intoAFolderWithFiles() throws IOException {
            Files.createDirectories(into);
            Files.writeString(into.resolve("notes"), "mine");

            assertRefused(new RecoveryTarget.Named("before_deploy")).hasMessageContaining("found files");
            assertThat(into.resolve("notes")).exists();
        }

        private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
                RecoveryTarget target) {
            var thrown = assertThatThrownBy(() -> restore(target))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED));
            assertThat(into.resolve("data")).doesNotExist();
            return thrown;
        }
    }

    @Nested
    class FromADamagedArchive {
        private Path archive = folder;

        @BeforeEach
        void copyTheArchive() throws IOException {
            archive = Files.createTempDirectory(folder, "archive-");
            try (var files = Files.list(server.archive())) {
                for (Path file : files.toList()) {
                    Files.copy(file, archive.resolve(file.getFileName()));
                }
            }
        }

        @Test
        void aMissingSegmentIsNamed() throws IOException {
            Files.delete(archive.resolve(middleSegment));

            assertDamage(middleSegment, "found it missing");
        }

        @Test
        void aTruncatedSegmentIsNamed() throws IOException {
            try (var file = new RandomAccessFile(archive.resolve(middleSegment).toFile(), "rw")) {
                file.setLength(1 << 20);
            }

            assertDamage(middleSegment, "found 1048576");
        }

        @Test
        void aFlippedBitIsNamed() throws IOException {
            try (var file = new RandomAccessFile(archive.resolve(middleSegment).toFile(), "rw")) {
                file.seek(8192 + 500);
                int old = file.read();
                file.seek(8192 + 500);
                file.write(old ^ 1);
            }

            assertDamage(middleSegment, "a record at");
        }

        private void assertDamage(String segment, String finding) {
            var target = new RecoveryTarget.Position(head);
            assertThatThrownBy(() -> new PointInTime(server.target(), server.programs(), Progress.NONE)
                            .restore(catalog, List.of(archive), target, into, early.id()))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTEGRITY))
                    .hasMessageContaining("segment " + segment)
                    .hasMessageContaining(finding);
            assertThat(into).doesNotExist();
        }
    }

    @Nested
    class WhenItWaits {
        @Test
        void canBeReadButNotWritten() {
            restore(new RecoveryTarget.Named("before_deploy"));

            try (var database = OperationsDatabase.open(restored())) {
                assertThat(Positions.count(database)).isEqualTo(100);
                assertThatThrownBy(() -> TestStore.append(database.dsl(), 1)).hasStackTraceContaining("read-only");
            }
        }

        @Test
        void movesOnButNotBack() {
            restore(new RecoveryTarget.Named("before_deploy"));
            var recovery = new PointInTime(server.target(), server.programs(), Progress.NONE);

            assertThat(recovery.move(into, new RecoveryTarget.Position(hundredAndFirst))
                            .headPosition())
                    .isEqualTo(110);
            assertThat(recovery.move(into, new RecoveryTarget.Latest()).headPosition())
                    .isEqualTo(head);
            assertThatThrownBy(() -> recovery.move(into, new RecoveryTarget.Named("before_deploy")))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED));
        }

        @Test
        void waitsOnWhenACheckpointIsAheadOfIt() {
            restore(new RecoveryTarget.Named("before_deploy"));
            var recovery = new PointInTime(server.target(), server.programs(), Progress.NONE);

            assertThatThrownBy(() -> recovery.accept(into, false, false))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
                    .hasMessageContaining("invoices at 100000");
            assertThat(recovery.move(
                                    into,
                                    new RecoveryTarget.Place(io.github.jooqeventstore.operations.wal.Lsn.of(place)))
                            .headPosition())
                    .isEqualTo(110);
        }

        @Test
        void isAcceptedInANewEpochWithPositionsThatNobodyHasSeen() {
            restore(new RecoveryTarget.Named("before_deploy"));
            var recovery = new PointInTime(server.target(), server.programs(), Progress.NONE);

            PointInTime.Accepted result = recovery.accept(into, true, true);

            assertThat(result.headPosition()).isEqualTo(100);
            assertThat(result.store().epoch()).isEqualTo(2);
            assertThat(result.store().nextPosition()).isGreaterThan(head);
            try (var database = OperationsDatabase.open(restored())) {
                TestStore.append(database.dsl(), 1);
                assertThat(Positions.head(database)).isEqualTo(result.store().nextPosition() + 1);
                assertThat(database.dsl()
                                .select(STORE.EPOCH)
                                .from(STORE)
                                .fetchSingle()
                                .value1())
                        .isEqualTo(2);
            }
            assertThatThrownBy(() -> recovery.accept(into, true, false)).hasMessageContaining("accepted already");
        }

        @Test
        void isAcceptedAfterItsServerWasStopped() {
            restore(new RecoveryTarget.Position(overtaker));
            ClusterServer.in(into, server.programs()).close();

            PointInTime.Accepted result =
                    new PointInTime(server.target(), server.programs(), Progress.NONE).accept(into, true, false);

            assertThat(result.headPosition()).isEqualTo(overtaker);
            assertThat(ClusterServer.in(into, server.programs()).isRunning()).isFalse();
            assertThat(into.resolve("data/recovery.signal")).doesNotExist();
        }

        private DatabaseTarget restored() {
            return ClusterServer.in(into, server.programs()).target(server.target());
        }
    }

    private Recovered restore(RecoveryTarget target) {
        return restoreOf(server.target(), target, List.of(server.archive()));
    }

    private Recovered restoreOf(DatabaseTarget origin, RecoveryTarget target, List<Path> archives) {
        return new PointInTime(origin, server.programs(), Progress.NONE).restore(catalog, archives, target, into, null);
    }

    // Nobody listens on port 1.
    private static DatabaseTarget dead() {
        DatabaseTarget target = server.target();
        return new DatabaseTarget(
                target.host(),
                1,
                target.database(),
                target.user(),
                target.password(),
                target.schema(),
                target.parameters());
    }

    private static Backup base() {
        return BaseBackup.take(server.target(), catalog, server.programs(), BaseBackup.Method.AUTO, Progress.NONE);
    }

    private static void overtake() {
        server.dsl().transaction(slow -> {
            TestStore.append(slow.dsl(), 1);
            overtaken = head(slow.dsl());
            TestStore.append(server.dsl(), 1);
            overtaker = head(server.dsl());
            afterOvertaker = server.dsl()
                    .fetchSingle("select clock_timestamp() as now")
                    .get("now", OffsetDateTime.class)
                    .toInstant();
        });
    }

    private static long head(DSLContext dsl) {
        return dsl.select(DSL.max(EVENTS.POSITION)).from(EVENTS).fetchSingle().value1();
    }
}
