package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Reading everything on a streaming replica, which knows neither who appends nor what they have been given. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadAllOnReplicaTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final PostgresServer server = Standby.primary();
    private Standby standby;

    @BeforeAll
    void replicate() throws SQLException, IOException {
        standby = Standby.of(server);
    }

    @AfterAll
    void stop() throws IOException {
        standby.close();
        server.close();
    }

    private TestDatabase migrated() {
        String url = server.createDatabase("replicated_" + NUMBER.incrementAndGet());
        TestDatabase database = TestDatabase.at(url, server.user(), server.password());
        SchemaMigrations.of(database.dataSource()).migrate();
        return database;
    }

    private EventStore replicaOf(TestDatabase database) {
        return EventStore.using(TestDatabase.at(standby.url(database.url()), server.user(), server.password())
                .dsl());
    }

    @Test
    @Order(1)
    void goesUpToTheHorizonThatThePrimaryHasPublished() throws Exception {
        TestDatabase database = migrated();
        EventStore primary = EventStore.using(database.dsl());
        primary.append(StreamId.of("a"), any(), notes(2));
        try (Connection open = database.connect()) {
            open.setAutoCommit(false);
            primary.in(open).append(StreamId.of("b"), any(), note(3));
            primary.append(StreamId.of("a"), any(), note(4));
            primary.publishHorizon();
            standby.awaitReplay();
            EventStore replica = replicaOf(database);

            AllPage all = replica.readAll(AllSlice.all());
            AllPage some = replica.readAll(AllSlice.where(EventFilter.ofTypes("noted")));

            assertThat(all.events()).extracting(RecordedEvent::position).containsExactly(1L, 2L);
            assertThat(some.through()).isLessThan(3);
            open.commit();
            assertThat(primary.publishHorizon()).isEqualTo(4);
            standby.awaitReplay();
            assertThat(replica.readAllLazily(AllSlice.all()))
                    .extracting(RecordedEvent::position)
                    .containsExactly(1L, 2L, 3L, 4L);
            assertThat(replica.readAllLazily(AllSlice.where(EventFilter.ofTypes("noted"))))
                    .extracting(RecordedEvent::position)
                    .containsExactly(1L, 2L, 3L, 4L);
            assertThat(replica.horizon()).isEqualTo(primary.horizon());
        }
    }

    @Test
    @Order(2)
    void passesAGapOnlyWhenThePrimarySaysSo() throws Exception {
        TestDatabase database = migrated();
        EventStore primary = EventStore.using(database.dsl());
        primary.append(StreamId.of("a"), any(), note(1));
        try (Connection rolledBack = database.connect()) {
            rolledBack.setAutoCommit(false);
            primary.in(rolledBack).append(StreamId.of("b"), any(), notes(3));
            rolledBack.rollback();
        }
        primary.append(StreamId.of("a"), any(), note(5));
        standby.awaitReplay();
        EventStore replica = replicaOf(database);

        assertThat(replica.readAllLazily(AllSlice.all()))
                .extracting(RecordedEvent::position)
                .containsExactly(1L);
        primary.publishHorizon();
        standby.awaitReplay();
        assertThat(replica.readAllLazily(AllSlice.all()))
                .extracting(RecordedEvent::position)
                .containsExactly(1L, 5L);
    }

    @Test
    @Order(3)
    void cannotPublish() throws Exception {
        TestDatabase database = migrated();
        EventStore.using(database.dsl()).append(StreamId.of("a"), any(), note(1));
        standby.awaitReplay();
        EventStore replica = replicaOf(database);

        assertThatThrownBy(replica::publishHorizon).isInstanceOf(ReadOnlyDatabaseException.class);
    }

    /** What was final on the primary is not final on the one that takes its place: positions are handed out again. */
    @Test
    @Order(4)
    void inheritsNothingThatWasFinalOnTheOldPrimaryWhenItIsPromoted() throws Exception {
        TestDatabase database = migrated();
        TestDatabase promoted = TestDatabase.at(standby.url(database.url()), server.user(), server.password());
        EventStore store = EventStore.using(database.dsl());
        store.append(StreamId.of("a"), any(), notes(2));
        standby.awaitReplay();
        standby.cutOff();
        try (Connection rolledBack = database.connect()) {
            rolledBack.setAutoCommit(false);
            store.in(rolledBack).append(StreamId.of("b"), any(), notes(2));
            rolledBack.rollback();
        }
        store.append(StreamId.of("a"), any(), notes(96));
        assertThat(store.readAllLazily(AllSlice.all())).hasSize(98);
        assertThat(store.horizon().finalPosition()).isEqualTo(100);

        standby.promote();
        EventStore after = store.in(promoted.dslOnOneConnection());
        try (Connection open = promoted.connect()) {
            open.setAutoCommit(false);
            after.in(open).append(StreamId.of("c"), any(), note(1));
            after.append(StreamId.of("d"), any(), note(2));

            AllPage page = after.readAll(AllSlice.all().after(2));
            AllPage filtered =
                    after.readAll(AllSlice.where(EventFilter.ofTypes("noted")).after(2));

            assertThat(page).isEqualTo(new AllPage(List.of(), 2));
            assertThat(filtered).isEqualTo(new AllPage(List.of(), 2));
            open.commit();
            assertThat(after.readAllLazily(AllSlice.all().after(2))).hasSize(2);
        }
    }
}
