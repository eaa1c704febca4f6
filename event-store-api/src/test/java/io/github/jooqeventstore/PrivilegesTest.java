package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.projection.RunningProjection;
import io.github.jooqeventstore.subscription.FailurePolicy;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the roles of roles.sql can do, and what they cannot. */
class PrivilegesTest {

    private static final String APPLICATION = "app_" + ProcessHandle.current().pid();
    private static final String READER = "reader_" + ProcessHandle.current().pid();
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final TestDatabase OWNER = TestDatabase.migrated();

    @BeforeAll
    static void createTheRoles() {
        SchemaMigrations.of(OWNER.dataSource()).grant(APPLICATION, READER);
        for (String role : List.of(APPLICATION, READER)) {
            // DDL on roles, which jOOQ has no form for; the names are this test's own.
            OWNER.dsl().execute("alter role " + role + " login password 'not-a-secret'");
        }
        EventStore.using(OWNER.dsl()).append(StreamId.of("of-the-owner"), noStream(), note(1));
    }

    private static DSLContext as(String role) {
        return OWNER.as(role, "not-a-secret").dslOnOneConnection();
    }

    @Nested
    class TheApplication {

        private final DSLContext dsl = as(APPLICATION);
        private final EventStore store = EventStore.using(dsl);

        @Test
        void runsTheWholeApi() {
            StreamId stream = StreamId.of("whole-all");

            store.append(stream, noStream(), note(1));
            store.append(stream, exactly(1), notes(3));
            store.append(stream, streamExists(), note(5));
            store.append(stream, any(), notes(2));
            store.append(List.of(
                    StreamAppend.of(stream, exactly(7), note(8)),
                    StreamAppend.of(StreamId.of("whole-other"), noStream(), notes(2)),
                    StreamAppend.of(StreamId.of("whole-third"), any(), note(1))));

            assertThat(store.load(stream))
                    .extracting(RecordedEvent::version)
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
            assertThat(store.loadLazily(stream, StreamSlice.backward())).hasSize(8);
            assertThat(store.currentVersion(stream)).hasValue(8);
            assertThat(store.query(EventQuery.where(EventFilter.streamPrefix("whole-"))))
                    .hasSize(11);
        }

        @Test
        void imports() {
            StreamId first = StreamId.of("app-imported", 1);
            StreamId second = StreamId.of("app-imported", 2);

            ImportResult imported =
                    store.appendAll(Stream.of(first, second, first).map(stream -> ImportedEvent.of(stream, note(1))));

            assertThat(imported.streams()).isEqualTo(2);
            assertThat(store.load(first)).hasSize(2);
            assertThatThrownBy(() -> store.appendAll(List.of(ImportedEvent.of(second, note(1)))))
                    .isInstanceOf(WrongExpectedVersionException.class);
        }

        @Test
        void runsItInItsOwnTransactions() {
            StreamId stream = StreamId.of("app-tx");

            dsl.transaction(tx -> {
                store.in(tx).append(stream, any(), notes(2));
                store.in(tx).append(stream, streamExists(), note(3));
                store.in(tx).append(stream, exactly(3), note(4));
                store.in(tx)
                        .append(List.of(
                                StreamAppend.of(StreamId.of("app-tx-1"), noStream(), note(1)),
                                StreamAppend.of(StreamId.of("app-tx-2"), any(), note(1))));
            });

            assertThat(store.load(stream)).hasSize(4);
        }

        @Test
        void runsProjectionsOnTablesThatItMayWriteAndIsRefusedTheirRebuild() {
            Totals.create(OWNER.dsl(), "public");
            OWNER.dsl().execute("grant select, insert, update on totals to " + APPLICATION);
            try (Subscribed program =
                    Subscribed.to(OWNER.as(APPLICATION, "not-a-secret").dataSource())) {
                Projections projections = Projections.of(program.store(), program.subscriptions());
                RunningProjection running = projections.start(Totals.projection("of-the-application"));
                running.waitFor(
                        program.store().append(StreamId.of("app-projected"), any(), notes(3)), Duration.ofSeconds(30));
                assertThat(Totals.of(dsl)).containsEntry("app-projected", 3L);

                assertThatThrownBy(() -> projections.rebuild(
                                Totals.projection("of-the-application").version(2)))
                        .isInstanceOfSatisfying(
                                DataAccessException.class,
                                refused -> assertThat(refused.sqlState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
            }
            EventStore inline = EventStore.builder(dsl)
                    .inline((tx, events) -> Totals.count(tx, events, 1))
                    .build();
            inline.append(StreamId.of("app-inline"), any(), notes(2));
            assertThat(Totals.of(dsl)).containsEntry("app-inline", 2L);
        }

        @Test
        void runsSubscriptions() throws Exception {
            List<RecordedEvent> seen = Subscribed.seen();
            try (Subscribed program =
                    Subscribed.to(OWNER.as(APPLICATION, "not-a-secret").dataSource())) {
                StreamId bad = program.append(3);
                program.subscriptions()
                        .start(
                                SubscriptionDefinition.named("privileges")
                                        .filter(EventFilter.ofStream(bad))
                                        .onFailure(FailurePolicy.parkStream()),
                                event -> {
                                    if (event.version() == 2 && seen.size() == 1) {
                                        seen.add(event);
                                        throw new IllegalStateException();
                                    }
                                    seen.add(event);
                                });
                Await.until(
                        "parked",
                        () -> program.subscriptions().parked("privileges").size() == 2);
                program.subscriptions()
                        .discard(program.subscriptions().parked("privileges").getLast(), "a test");
                program.subscriptions().replayAll("privileges");
                Subscribed.awaitSize(seen, 3);
                Await.until(
                        "none parked",
                        () -> program.subscriptions().parked("privileges").isEmpty());

                program.subscriptions().rewindTo("privileges", 0);
                Subscribed.awaitSize(seen, 6);
                program.subscriptions().startInTransactions(SubscriptionDefinition.named("other"), (tx, events) -> {});
                Await.until(
                        "the other at the end",
                        () -> program.subscriptions().status("other").getFirst().lagInEvents() == 0);
            }
        }

        @Test
        void isRefusedByAnArchivedStreamWithoutAnSqlError() {
            StreamId stream = StreamId.of("app-archived");
            store.append(stream, noStream(), note(1));
            OWNER.dsl().execute("update event_store.streams set archived_at = now() where stream_id = 'app-archived'");

            assertThatThrownBy(() -> store.append(stream, any(), note(2))).isInstanceOf(StreamArchivedException.class);
        }

        // What an attacker or a mistake would send: no form of it is part of the library, so it is plain SQL.
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "update event_store.events set event_type = 'other'",
                    "delete from event_store.events",
                    "truncate event_store.events",
                    "insert into event_store.events (position, stream_id, version, event_id, event_type, event_data)"
                            + " overriding system value values (1, 's', 1, gen_random_uuid(), 't', '{}')",
                    "insert into event_store.events (stream_id, version, event_id, event_type, event_data, created_at)"
                            + " values ('s', 1, gen_random_uuid(), 't', '{}', now())",
                    "select nextval('event_store.events_position_seq')",
                    "select setval('event_store.events_position_seq', 1)",
                    "update event_store.streams set archived_at = now()",
                    "update event_store.streams set metadata = '{}'",
                    "insert into event_store.streams (stream_id, version, archived_at) values ('s', 1, now())",
                    "delete from event_store.streams",
                    "truncate event_store.streams",
                    "update event_store.store set epoch = 2",
                    "delete from event_store.store",
                    "delete from event_store.subscriptions",
                    "update event_store.subscriptions set name = 'other'",
                    "delete from event_store.parked_events",
                    "delete from event_store.projections",
                    "update event_store.projections set name = 'other'",
                    "update event_store.parked_events set position = 0",
                    "alter table event_store.events disable trigger all",
                    "drop table event_store.events",
                    "create table event_store.mine (id int)",
                    "drop schema event_store cascade"
                })
        void isRefusedEverythingElse(String statement) {
            StoreContents before = StoreContents.of(OWNER.dsl());

            assertThatThrownBy(() -> dsl.execute(statement))
                    .isInstanceOfSatisfying(
                            DataAccessException.class,
                            refused -> assertThat(refused.sqlState()).isEqualTo(INSUFFICIENT_PRIVILEGE));

            assertThat(StoreContents.of(OWNER.dsl())).isEqualTo(before);
        }
    }

    @Nested
    class TheReader {

        private final EventStore store = EventStore.using(as(READER));

        @Test
        void loadsAndQueries() {
            assertThat(store.load(StreamId.of("of-the-owner"))).hasSize(1);
            assertThat(store.currentVersion(StreamId.of("of-the-owner"))).hasValue(1);
            assertThat(store.query(EventQuery.where(EventFilter.ofStream(StreamId.of("of-the-owner")))))
                    .hasSize(1);
        }

        @Test
        void isRefusedAnAppend() {
            StoreContents before = StoreContents.of(OWNER.dsl());

            assertThatThrownBy(() -> store.append(StreamId.of("of-the-reader"), any(), note(1)))
                    .isInstanceOfSatisfying(
                            DataAccessException.class,
                            refused -> assertThat(refused.sqlState()).isEqualTo(INSUFFICIENT_PRIVILEGE))
                    .hasMessageContaining("permission denied for table");

            assertThat(StoreContents.of(OWNER.dsl())).isEqualTo(before);
        }
    }
}
