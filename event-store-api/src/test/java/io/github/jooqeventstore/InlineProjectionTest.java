package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.noteWithId;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.Totals.TOTALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A projection in the transaction of the append. */
class InlineProjectionTest {

    private static final StreamId STREAM = StreamId.of("inline");
    private static final StreamId OTHER = StreamId.of("inline-other");

    private final TestDatabase database = TestDatabase.migrated();
    private final DSLContext dsl = database.dslOnOneConnection();
    private final DSLContext onLook = database.dslOnOneConnection();
    private final List<List<String>> calls = new ArrayList<>();
    private final EventStore store = EventStore.builder(dsl)
            .inline((tx, events) -> {
                calls.add(events.stream().map(RecordedEvent::toString).toList());
                Totals.count(tx, events, 1);
            })
            .build();

    InlineProjectionTest() {
        Totals.create(dsl, "public");
    }

    private void assertAgrees() {
        assertThat(Totals.of(onLook)).isEqualTo(Totals.expected(onLook));
    }

    private static EventStore failing(DSLContext context, RuntimeException thrown) {
        return EventStore.builder(context)
                .inline((tx, events) -> {
                    Totals.count(tx, events, 1);
                    throw thrown;
                })
                .build();
    }

    @Nested
    class OfAnAppendThatCommitsByItself {

        @Test
        void isCommittedWithIt() throws SQLException {
            store.append(STREAM, noStream(), note(1));
            store.append(STREAM, exactly(1), notes(3));
            store.append(STREAM, streamExists(), note(5));
            store.append(STREAM, any(), note(6));

            assertAgrees();
            assertThat(Totals.of(onLook)).containsEntry("inline", 6L);
            assertThat(calls).hasSize(4);
            assertThat(calls.get(1))
                    .containsExactly(
                            "inline@2 noted (position 2)",
                            "inline@3 noted (position 3)",
                            "inline@4 noted (position 4)");
            assertThat(dsl.connectionResult(Connection::getAutoCommit)).isTrue();
        }

        @Test
        void seesTheEventsAsTheyAreStored() {
            List<RecordedEvent> seen = new ArrayList<>();
            EventStore listening = EventStore.builder(dsl)
                    .inline((tx, events) -> seen.addAll(events))
                    .build();

            listening.append(STREAM, noStream(), new JsonEvent("noted", "{\"b\": 1, \"a\": 2}"));

            assertThat(seen).isEqualTo(store.load(STREAM));
            assertThat(seen.getFirst().json()).isEqualTo("{\"a\": 2, \"b\": 1}");
            assertThat(seen.getFirst().createdAt())
                    .isEqualTo(store.load(STREAM).getFirst().createdAt());
        }

        @Test
        void isCalledOnceForAllOfSeveralStreamsInTheOrderOfPositions() {
            store.append(
                    List.of(StreamAppend.of(STREAM, noStream(), notes(2)), StreamAppend.of(OTHER, any(), notes(2))));

            assertAgrees();
            assertThat(calls).hasSize(1);
            assertThat(calls.getFirst()).hasSize(4);
            assertThat(calls.getFirst().getFirst()).endsWith("(position 1)");
            assertThat(calls.getFirst().getLast()).endsWith("(position 4)");
        }

        @Test
        void isNotRepeatedWithIt() {
            NewEvent event = noteWithId(UUID.randomUUID());
            store.append(STREAM, noStream(), event);

            assertThat(store.append(STREAM, noStream(), event).repeated()).isTrue();

            assertAgrees();
            assertThat(calls).hasSize(1);
        }

        @Test
        void isNotCalledForARefusal() {
            store.append(STREAM, noStream(), note(1));

            assertThatThrownBy(() -> store.append(STREAM, noStream(), note(2)))
                    .isInstanceOf(WrongExpectedVersionException.class);

            assertAgrees();
            assertThat(calls).hasSize(1);
            store.append(STREAM, exactly(1), note(2));
            assertAgrees();
        }

        @Test
        void undoesItWhenItFails() throws SQLException {
            IllegalStateException thrown = new IllegalStateException("as it was thrown");

            assertThatThrownBy(() -> failing(dsl, thrown).append(STREAM, noStream(), note(1)))
                    .isSameAs(thrown);

            assertThat(store.currentVersion(STREAM)).isEmpty();
            assertThat(Totals.of(onLook)).isEmpty();
            assertThat(dsl.connectionResult(Connection::getAutoCommit)).isTrue();
        }

        @Test
        void undoesItWhenItsSqlIsRefused() {
            EventStore refused = EventStore.builder(dsl)
                    .inline((tx, events) -> tx.insertInto(TOTALS, TOTALS.STREAM_ID, TOTALS.COUNTED)
                            .values("a-secret-name", -1L)
                            .execute())
                    .build();

            assertThatThrownBy(() -> refused.append(STREAM, noStream(), note(1)))
                    .isInstanceOfSatisfying(
                            DataAccessException.class,
                            e -> assertThat(e.sqlState()).isEqualTo("23514"))
                    .hasMessageNotContaining("secret");

            assertThat(store.currentVersion(STREAM)).isEmpty();
        }

        @Test
        void undoesItWhenItHidesAnSqlErrorOfItsOwn() {
            EventStore hiding = EventStore.builder(dsl)
                    .inline((tx, events) -> {
                        try {
                            tx.execute("select 1/0");
                        } catch (DataAccessException e) {
                            // Hidden: the transaction is lost all the same.
                        }
                    })
                    .build();

            assertThatThrownBy(() -> hiding.append(STREAM, noStream(), note(1)))
                    .isInstanceOf(DataAccessException.class);

            assertThat(store.currentVersion(STREAM)).isEmpty();
        }

        @Test
        void isUndoneWithItByWhatIsCheckedAtTheCommit() {
            dsl.execute("create table twice (n int, constraint once unique (n) deferrable initially deferred)");
            EventStore deferred = EventStore.builder(dsl)
                    .inline((tx, events) -> tx.execute("insert into twice values (1)"))
                    .build();
            deferred.append(STREAM, noStream(), note(1));

            assertThatThrownBy(() -> deferred.append(STREAM, exactly(1), note(2)))
                    .isInstanceOfSatisfying(
                            DataAccessException.class,
                            e -> assertThat(e.sqlState()).isEqualTo("23505"));

            assertThat(store.currentVersion(STREAM)).hasValue(1);
        }

        @Test
        void isUnknownWhenTheConnectionIsLostAtTheCommit() {
            NewEvent event = noteWithId(UUID.randomUUID());
            EventStore lost = EventStore.builder(DSL.using(database.dataSource(), SQLDialect.POSTGRES))
                    .inline((tx, events) -> {
                        Totals.count(tx, events, 1);
                        int pid = tx.select(DSL.function("pg_backend_pid", SQLDataType.INTEGER))
                                .fetchSingle()
                                .value1();
                        Sessions.terminate(onLook, List.of(pid));
                    })
                    .build();

            assertThatThrownBy(() -> lost.append(STREAM, any(), event))
                    .isInstanceOf(AppendOutcomeUnknownException.class);

            store.append(STREAM, any(), event);
            assertAgrees();
            assertThat(Totals.of(onLook)).containsEntry("inline", 1L);
        }

        @Test
        void runsOncePerEventWhenManyAppendAtTheSameTime() throws Exception {
            EventStore pooled = EventStore.builder(DSL.using(database.dataSource(), SQLDialect.POSTGRES))
                    .inline((tx, events) -> Totals.count(tx, events, 1))
                    .build();
            List<NewEvent> ids = IntStream.range(0, 20)
                    .mapToObj(number -> noteWithId(UUID.randomUUID()))
                    .toList();

            // Everybody appends the same events: all but one of them find them there.
            Threads.together(4, thread -> {
                for (NewEvent event : ids) {
                    pooled.append(STREAM, any(), event);
                    pooled.append(StreamId.of("own", thread), any(), note(1));
                }
                return thread;
            });

            assertAgrees();
            assertThat(Totals.of(onLook)).containsEntry("inline", 20L).containsEntry("own-3", 20L);
        }
    }

    @Nested
    class InATransactionOfTheCallers {

        @Test
        void isCommittedWithIt() {
            dsl.transaction(tx -> {
                store.in(tx).append(STREAM, any(), notes(2));
                store.in(tx)
                        .append(List.of(
                                StreamAppend.of(STREAM, exactly(2), note(3)),
                                StreamAppend.of(OTHER, noStream(), note(1))));
                assertThat(Totals.of(onLook)).isEmpty();
            });

            assertAgrees();
            assertThat(calls).hasSize(2);
        }

        @Test
        void isRolledBackWithIt() {
            assertThatThrownBy(() -> dsl.transaction(tx -> {
                        store.in(tx).append(STREAM, any(), notes(2));
                        throw new IllegalStateException();
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(Totals.of(onLook)).isEmpty();
        }

        @Test
        void goesOnAfterARefusal() {
            store.append(STREAM, noStream(), note(1));

            dsl.transaction(tx -> {
                assertThatThrownBy(() -> store.in(tx).append(STREAM, exactly(7), note(2)))
                        .isInstanceOf(WrongExpectedVersionException.class);
                store.in(tx).append(STREAM, exactly(1), note(2));
            });

            assertAgrees();
        }

        @Test
        void takesTheAppendBackWhenItFailsAndLeavesTheRest() {
            IllegalStateException thrown = new IllegalStateException();

            dsl.transaction(tx -> {
                store.in(tx).append(OTHER, noStream(), note(1));
                assertThatThrownBy(() -> failing(dsl, thrown).in(tx).append(STREAM, noStream(), note(1)))
                        .isSameAs(thrown);
            });

            assertThat(store.currentVersion(STREAM)).isEmpty();
            assertThat(store.currentVersion(OTHER)).hasValue(1);
            assertAgrees();
        }

        @Test
        void isNotRepeatedWithIt() {
            NewEvent event = noteWithId(UUID.randomUUID());

            dsl.transaction(tx -> {
                store.in(tx).append(STREAM, any(), event);
                assertThat(store.in(tx).append(STREAM, any(), event).repeated()).isTrue();
            });

            assertAgrees();
        }
    }
}
