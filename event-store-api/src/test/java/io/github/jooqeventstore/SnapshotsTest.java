package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.snapshot.Snapshot;
import io.github.jooqeventstore.snapshot.SnapshotType;
import io.github.jooqeventstore.snapshot.Snapshots;
import io.github.jooqeventstore.snapshot.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.JSONB;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

    private static final TestDatabase DATABASE = TestDatabase.migrated();

    /** The numbers of the notes of a stream, in order. */
    record Numbers(List<Integer> seen) {

        record Note(int number) {}

        static final Numbers NONE = new Numbers(List.of());

        Numbers after(RecordedEvent event) {
            List<Integer> next = new ArrayList<>(seen);
            next.add(event.payload(Note.class).number());
            return new Numbers(List.copyOf(next));
        }

        static Numbers of(Integer... numbers) {
            return new Numbers(List.of(numbers));
        }
    }

    private static final SnapshotType<Numbers> TYPE = SnapshotType.of("numbers", 2, Numbers.class);

    private final EventStore store = EventStore.using(DATABASE.dsl());
    private final StreamId stream = StreamId.of("notes", UUID.randomUUID());
    private final Snapshots<Numbers> snapshots = Snapshots.of(store, TYPE);

    private Snapshots<Numbers> ofSchemaVersion(int version) {
        return Snapshots.of(store, SnapshotType.of("numbers", version, Numbers.class));
    }

    private long newestVersion() {
        return snapshots.newest(stream).map(Snapshot::version).orElse(0L);
    }

    private int rows() {
        return DATABASE.dsl().fetchCount(SNAPSHOTS, SNAPSHOTS.STREAM_ID.eq(stream.value()));
    }

    @Nested
    class Saving {

        @Test
        void keepsTheStateAndTheVersionThatItBelongsTo() {
            store.append(stream, any(), notes(2));

            assertThat(snapshots.save(stream, 2, Numbers.of(1, 2))).isTrue();

            assertThat(snapshots.newest(stream)).hasValueSatisfying(found -> {
                assertThat(found.state()).isEqualTo(Numbers.of(1, 2));
                assertThat(found.version()).isEqualTo(2);
                assertThat(found.stream()).isEqualTo(stream);
            });
        }

        @Test
        void neverGoesBackwards() {
            store.append(stream, any(), notes(3));

            assertThat(snapshots.save(stream, 2, Numbers.of(1, 2))).isTrue();
            assertThat(snapshots.save(stream, 1, Numbers.of(1))).isFalse();
            assertThat(snapshots.save(stream, 2, Numbers.of(7, 7))).isFalse();
            assertThat(snapshots.newest(stream).orElseThrow().state()).isEqualTo(Numbers.of(1, 2));

            assertThat(snapshots.save(stream, 3, Numbers.of(1, 2, 3))).isTrue();
            assertThat(newestVersion()).isEqualTo(3);
            assertThat(rows()).isOne();
        }

        @Test
        void neverGoesBackwardsWhenManySaveAtOnce() throws Exception {
            int writers = 4;
            int versions = 40;
            store.append(stream, any(), notes(versions));
            ConcurrentLinkedQueue<Long> written = new ConcurrentLinkedQueue<>();
            CountDownLatch start = new CountDownLatch(1);
            try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
                List<Future<?>> done = new ArrayList<>();
                for (int writer = 0; writer < writers; writer++) {
                    int step = 2 * writer + 1;
                    done.add(threads.submit(() -> {
                        start.await();
                        for (int i = 1; i <= versions; i++) {
                            // Each writer goes through all versions, in an order of its own.
                            long version = 1 + (long) i * step % 41 % versions;
                            if (snapshots.save(stream, version, Numbers.of((int) version))) {
                                written.add(version);
                            }
                            assertThat(newestVersion()).isGreaterThanOrEqualTo(version);
                        }
                        return null;
                    }));
                }
                start.countDown();
                for (Future<?> each : done) {
                    each.get();
                }
            }

            assertThat(written).doesNotHaveDuplicates().contains((long) versions);
            assertThat(snapshots.newest(stream).orElseThrow().state()).isEqualTo(Numbers.of(versions));
        }

        @Test
        void neverGoesBeyondTheHead() {
            store.append(stream, any(), notes(2));

            assertThatExceptionOfType(SnapshotBeyondHeadException.class)
                    .isThrownBy(() -> snapshots.save(stream, 3, Numbers.of(1, 2, 3)))
                    .withMessage("snapshot numbers of stream " + stream
                            + ": expected version 3 to be in the stream, found its last version 2")
                    .satisfies(e -> assertThat(List.of(e.version(), e.head())).containsExactly(3L, 2L));
            StreamId absent = StreamId.of("absent", UUID.randomUUID());
            assertThatExceptionOfType(SnapshotBeyondHeadException.class)
                    .isThrownBy(() -> snapshots.save(absent, 1, Numbers.of(1)))
                    .withMessage("snapshot numbers of stream " + absent
                            + ": expected version 1 to be in the stream, found no stream");
            assertThat(rows()).isZero();
        }

        @Test
        void belongsToTheCallersTransaction() {
            store.append(stream, any(), note(1));
            snapshots.save(stream, 1, Numbers.of(1));

            Throwable rolledBack = catchThrowable(() -> DATABASE.dsl().transaction(tx -> {
                store.in(tx).append(stream, any(), note(2));
                assertThatExceptionOfType(SnapshotBeyondHeadException.class)
                        .isThrownBy(() -> snapshots.in(tx).save(stream, 3, Numbers.of(1, 2, 3)));
                assertThat(snapshots.in(tx).save(stream, 2, Numbers.of(1, 2))).isTrue();
                assertThatExceptionOfType(SnapshotBeyondHeadException.class)
                        .isThrownBy(() -> snapshots.save(stream, 2, Numbers.of(1, 2)));
                throw new IllegalStateException("rolled back");
            }));

            assertThat(rolledBack).hasMessage("rolled back");
            assertThat(newestVersion()).isEqualTo(1);
            DATABASE.dsl().transaction(tx -> {
                store.in(tx).append(stream, any(), note(2));
                snapshots.in(tx.dsl()).save(stream, 2, Numbers.of(1, 2));
            });
            assertThat(newestVersion()).isEqualTo(2);
        }

        @Test
        void takesOneStatement() {
            store.append(stream, any(), notes(2));
            AtomicInteger statements = new AtomicInteger();
            EventStore counted = EventStore.using(DSL.using(DATABASE.dsl()
                    .configuration()
                    .deriveAppending(ExecuteListener.onExecuteStart((ExecuteContext statement) -> {
                        assertThat(statement.sql()).doesNotContain("4711");
                        statements.incrementAndGet();
                    }))));
            Snapshots<Numbers> counting = Snapshots.of(counted, TYPE);
            counting.newest(stream);
            statements.set(0);

            counting.save(stream, 1, Numbers.of(4711));
            counting.save(stream, 1, Numbers.of(4711));

            assertThat(statements).hasValue(2);
        }

        @Test
        void isAllowedToTheApplicationsRole() {
            store.append(stream, any(), notes(2));
            String role = "snapshots_app_" + ProcessHandle.current().pid();
            SchemaMigrations.of(DATABASE.dataSource()).grant(role, role + "_reader");
            DATABASE.dsl().transaction(tx -> {
                tx.dsl().setLocal(DSL.name("role"), DSL.val(role)).execute();
                Snapshots<Numbers> application = snapshots.in(tx);
                assertThat(application.save(stream, 1, Numbers.of(1))).isTrue();
                assertThat(application.save(stream, 2, Numbers.of(1, 2))).isTrue();
                assertThat(application.newest(stream)).isPresent();
            });
        }

        @Test
        void refusesWhatCouldNotBeReadBack() {
            record Text(String text) {}
            Snapshots<Text> texts = Snapshots.of(store, SnapshotType.of("text", 1, Text.class));
            store.append(stream, any(), note(1));

            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> texts.save(stream, 1, new Text("\0")))
                    .withMessageContaining("must not hold the character NUL");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> texts.save(stream, 1, new Text("x".repeat(16 << 20))))
                    .withMessageContaining("must have at most 16777216 bytes");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> texts.save(stream, 0, new Text("")))
                    .withMessage("snapshot text of stream " + stream + ": version must be 1 or more, found 0");
            assertThat(rows()).isZero();
        }

        @Test
        void quotesNoStateWhenTheDatabaseRefusesIt() {
            TestDatabase strict = TestDatabase.migrated();
            strict.dsl()
                    .alterTable(SNAPSHOTS)
                    .add(DSL.constraint("no_small_ones").check(SNAPSHOTS.VERSION.gt(1L)))
                    .execute();
            EventStore strictStore = EventStore.using(strict.dsl());
            strictStore.append(stream, any(), note(1));

            Throwable thrown =
                    catchThrowable(() -> Snapshots.of(strictStore, TYPE).save(stream, 1, Numbers.of(4711)));

            assertThat(thrown).isInstanceOf(DataAccessException.class).hasMessageContaining("no_small_ones");
            assertThat(Canaries.textOf(thrown)).doesNotContain("4711");
        }
    }

    @Nested
    class Finding {

        @Test
        void takesTheNewestAtOrBelowAVersion() {
            store.append(stream, any(), notes(3));
            snapshots.save(stream, 2, Numbers.of(1, 2));

            assertThat(snapshots.newestAt(stream, 1)).isEmpty();
            assertThat(snapshots.newestAt(stream, 2)).isPresent();
            assertThat(snapshots.newestAt(stream, 3)).isPresent();
        }

        @Test
        void ignoresWhatWasSavedInAnOlderOrANewerSchemaVersion() {
            store.append(stream, any(), notes(3));

            ofSchemaVersion(1).save(stream, 3, Numbers.of(1, 2, 3));
            assertThat(snapshots.newest(stream)).isEmpty();
            assertThat(snapshots.save(stream, 3, Numbers.of(1, 2, 3))).isTrue();
            assertThat(snapshots.newest(stream)).isPresent();

            ofSchemaVersion(3).save(stream, 3, Numbers.of(1, 2, 3));
            assertThat(snapshots.newest(stream)).isEmpty();
            assertThat(snapshots.save(stream, 3, Numbers.of(1, 2, 3))).isFalse();
            assertThat(snapshots.load(stream, Numbers.NONE, Numbers::after).state())
                    .isEqualTo(Numbers.of(1, 2, 3));
        }

        @Test
        void doesNotBelieveOneBeyondTheHead() {
            store.append(stream, any(), note(1));
            DATABASE.dsl()
                    .insertInto(SNAPSHOTS)
                    .set(SNAPSHOTS.STREAM_ID, stream.value())
                    .set(SNAPSHOTS.SNAPSHOT_TYPE, TYPE.name())
                    .set(SNAPSHOTS.SCHEMA_VERSION, TYPE.schemaVersion())
                    .set(SNAPSHOTS.VERSION, 2L)
                    .set(SNAPSHOTS.STATE, JSONB.jsonb("{\"seen\": [1, 2]}"))
                    .execute();

            assertThat(snapshots.load(stream, Numbers.NONE, Numbers::after).state())
                    .isEqualTo(Numbers.of(1));
        }

        @Test
        void refusesAStateThatItsClassCannotRead() {
            store.append(stream, any(), note(1));
            Snapshots.of(store, SnapshotType.of("numbers", 2, String.class)).save(stream, 1, "text");

            assertThatExceptionOfType(EventSerializationException.class)
                    .isThrownBy(() -> snapshots.newest(stream))
                    .withMessageStartingWith("snapshot numbers v2 of stream " + stream + "@1: ")
                    .withMessageEndingWith("if the class has changed, raise the schema version of the snapshot type")
                    .withMessageNotContaining("text");
        }
    }

    @Nested
    class Loading {

        @Test
        void foldsOnlyTheEventsBehindTheSnapshot() {
            store.append(stream, any(), notes(3));
            snapshots.save(stream, 2, Numbers.of(-1, -2));

            StreamState<Numbers> loaded = snapshots.load(stream, Numbers.NONE, Numbers::after);

            assertThat(loaded).isEqualTo(new StreamState<>(stream, 3, Numbers.of(-1, -2, 3), 1));
            assertThat(snapshots.save(loaded)).isTrue();
            assertThat(snapshots.load(stream, Numbers.NONE, Numbers::after))
                    .isEqualTo(new StreamState<>(stream, 3, Numbers.of(-1, -2, 3), 0));
        }

        @Test
        void beginsAnewForAVersionBeforeTheSnapshot() {
            store.append(stream, any(), notes(3));
            snapshots.save(stream, 3, Numbers.of(-1, -2, -3));

            assertThat(snapshots.loadAt(stream, 2, Numbers.NONE, Numbers::after))
                    .isEqualTo(new StreamState<>(stream, 2, Numbers.of(1, 2), 2));
        }

        @Test
        void isTheInitialStateWithoutAStream() {
            assertThat(snapshots.load(stream, Numbers.NONE, Numbers::after))
                    .isEqualTo(new StreamState<>(stream, 0, Numbers.NONE, 0));
        }
    }
}
