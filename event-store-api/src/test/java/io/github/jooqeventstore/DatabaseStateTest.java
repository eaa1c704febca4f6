package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.Wire.Cut;
import io.github.jooqeventstore.migration.SchemaMigrations;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseStateTest {

    @Nested
    class ThatWasNotMigrated {

        private final TestDatabase database = TestDatabase.empty();
        private final EventStore store = EventStore.using(database.dsl());

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isNamedAndUsableOnceItIsMigrated(boolean schemaIsThere) {
            if (schemaIsThere) {
                database.dsl().createSchema("event_store").execute();
            }
            StreamId stream = newStream();
            assertThatThrownBy(() -> store.append(stream, any(), note(1)))
                    .isInstanceOf(IncompatibleSchemaException.class)
                    .hasMessage("event store schema: expected the tables of version 2, found ERROR: relation"
                            + " \"event_store.store\" does not exist; migrate the database with SchemaMigrations, or map"
                            + " the schema to where it is");
            assertThatThrownBy(() -> store.load(stream)).isInstanceOf(IncompatibleSchemaException.class);
            assertThatThrownBy(() -> store.currentVersion(stream)).isInstanceOf(IncompatibleSchemaException.class);
            assertThatThrownBy(() -> store.query(EventQuery.where(EventFilter.everything())))
                    .isInstanceOf(IncompatibleSchemaException.class);

            SchemaMigrations.of(database.dataSource()).migrate();
            store.append(stream, any(), note(1));
            assertThat(store.load(stream)).hasSize(1);
        }
    }

    @Nested
    class OfAnotherVersion {

        private final TestDatabase database = TestDatabase.migrated();
        private final DSLContext dsl = database.dsl();

        @Test
        void isRefusedWhereItIsOlder() {
            dsl.alterTable(STORE)
                    .dropConstraint("store_compatible_from_is_reached")
                    .execute();
            setVersions(0, 0);
            assertRefused("event store schema: expected version 2 or newer, found version 0; migrate the database with"
                    + " SchemaMigrations");
        }

        @Test
        void isRefusedWhereItIsNewerAndNoLongerMeantForUs() {
            setVersions(4, 3);
            assertRefused("event store schema: expected one that programs made for version 2 can use, found version 4,"
                    + " which needs programs made for version 3 or newer; upgrade the library");
        }

        @Test
        void isGoodWhereItIsNewerByAdditionsOnly() {
            setVersions(7, 1);
            dsl.alterTable(EVENTS)
                    .addColumn("tenant", SQLDataType.CLOB.nullable(false).defaultValue("none"))
                    .execute();
            dsl.alterTable(io.github.jooqeventstore.schema.Tables.STREAMS)
                    .addColumn("kind", SQLDataType.CLOB)
                    .execute();
            assertThat(Everything.doneWith(dsl)).isEqualTo(dsl.fetchCount(EVENTS));
        }

        @Test
        void isRefusedWhereItDoesNotSay() {
            dsl.deleteFrom(STORE).execute();
            assertRefused("event store schema: expected the store's own row, found table store empty; migrate the"
                    + " database again");
        }

        private void setVersions(int version, int compatibleFrom) {
            dsl.update(STORE)
                    .set(STORE.SCHEMA_VERSION, version)
                    .set(STORE.COMPATIBLE_FROM, compatibleFrom)
                    .execute();
        }

        private void assertRefused(String message) {
            EventStore store = EventStore.using(dsl);
            StreamId stream = newStream();
            assertThatExceptionOfType(IncompatibleSchemaException.class)
                    .isThrownBy(() -> store.append(stream, any(), note(1)))
                    .withMessage(message);
            assertThatExceptionOfType(IncompatibleSchemaException.class)
                    .isThrownBy(() -> store.append(List.of(
                            StreamAppend.of(stream, any(), notes(2)), StreamAppend.of(newStream(), any(), note(1)))))
                    .withMessage(message);
            assertThatExceptionOfType(IncompatibleSchemaException.class)
                    .isThrownBy(() -> store.load(stream))
                    .withMessage(message);
            assertThat(dsl.fetchCount(EVENTS)).isZero();
        }
    }

    @Nested
    class ThatOnlyReads {

        private static final TestDatabase DATABASE = TestDatabase.migrated();

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "set default_transaction_read_only = on",
                    "set session characteristics as transaction read only"
                })
        void loadsAndRefusesEveryAppend(String setting) throws SQLException {
            StreamId stream = newStream();
            EventStore.using(DATABASE.dsl()).append(stream, noStream(), note(1));
            try (Connection connection = DATABASE.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(setting);
                EventStore store = EventStore.using(DATABASE.dsl()).in(connection);
                for (boolean autoCommit : List.of(true, false)) {
                    connection.setAutoCommit(autoCommit);
                    for (List<StreamAppend> appends : List.of(
                            List.of(StreamAppend.of(stream, exactly(1), note(2))),
                            List.of(StreamAppend.of(stream, any(), notes(2))),
                            List.of(StreamAppend.of(newStream(), noStream(), notes(2))),
                            List.of(
                                    StreamAppend.of(stream, any(), notes(2)),
                                    StreamAppend.of(newStream(), any(), note(1))))) {
                        assertThat(store.load(stream)).hasSize(1);
                        assertThatThrownBy(() -> store.append(appends))
                                .isInstanceOf(ReadOnlyDatabaseException.class)
                                .hasMessageMatching("database: expected one that can be written, found ERROR: cannot"
                                        + " execute [A-Z ]+ in a read-only transaction");
                        if (!autoCommit) {
                            connection.rollback();
                        }
                    }
                }
            }
            assertThat(DATABASE.dsl().fetchCount(EVENTS, EVENTS.STREAM_ID.eq(stream.value())))
                    .isEqualTo(1);
        }
    }

    @Nested
    class ThatIsGoneInMidAppend {

        private static final TestDatabase DATABASE = TestDatabase.migrated();
        private static final EventStore DIRECTLY = EventStore.using(DATABASE.dsl());

        private final Wire wire = Wire.to(DATABASE);
        private final HikariDataSource pool = pool(wire);
        private final DSLContext dsl = DSL.using(pool, SQLDialect.POSTGRES);
        private final EventStore store = EventStore.using(dsl);

        private static HikariDataSource pool(Wire wire) {
            HikariDataSource pool = new HikariDataSource();
            pool.setDataSource(wire.dataSource());
            pool.setMaximumPoolSize(2);
            return pool;
        }

        @AfterEach
        void close() {
            pool.close();
            wire.close();
        }

        @BeforeEach
        void checkTheSchema() {
            store.load(newStream());
        }

        static Stream<Arguments> cutAppends() {
            List<Named> appends = List.of(
                    new Named("one event", s -> List.of(StreamAppend.of(s, any(), note(1)))),
                    new Named("one event, no stream", s -> List.of(StreamAppend.of(s, noStream(), note(1)))),
                    new Named("several events", s -> List.of(StreamAppend.of(s, any(), notes(7)))),
                    new Named(
                            "several streams",
                            s -> List.of(
                                    StreamAppend.of(s, any(), notes(2)),
                                    StreamAppend.of(newStream(), noStream(), notes(3)))));
            return appends.stream().flatMap(append -> Cut.resets().stream().map(cut -> Arguments.of(cut, append)));
        }

        @ParameterizedTest
        @MethodSource("cutAppends")
        void leavesTheOutcomeUnknownUntilTheSameIsAskedAgain(Cut cut, Named append) throws Exception {
            StreamId stream = newStream();
            List<StreamAppend> appends = append.appends().apply(stream);

            wire.cut(cut, "insert into");
            assertThatExceptionOfType(AppendOutcomeUnknownException.class)
                    .isThrownBy(() -> store.append(appends))
                    .withMessage((appends.size() == 1 ? "stream " + stream : "2 streams, first " + stream)
                            + ": expected an answer to the append, found the connection lost: it was written as a whole"
                            + " or not at all")
                    .satisfies(e -> assertThat(e.appends()).isEqualTo(appends));
            if (cut == Cut.BEHIND_THE_REQUEST) {
                Await.until(
                        "the append that the server is alone with",
                        () -> !DIRECTLY.load(stream).isEmpty());
            }
            assertThat(DIRECTLY.load(stream).isEmpty()).isNotEqualTo(cut.isServed());

            List<AppendResult> results = store.append(appends);
            assertThat(results).allMatch(result -> result.repeated() == cut.isServed());
            assertThat(store.append(appends))
                    .allMatch(AppendResult::repeated)
                    .extracting(AppendResult::positions)
                    .isEqualTo(results.stream().map(AppendResult::positions).toList());
            for (StreamAppend part : appends) {
                assertThat(DIRECTLY.load(part.stream()))
                        .extracting(RecordedEvent::id)
                        .isEqualTo(part.events().stream().map(NewEvent::id).toList());
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void leavesTheOutcomeUnknownAlsoWhereSomebodyListens(boolean translated) {
            DSLContext listened = DSL.using(pool, SQLDialect.POSTGRES);
            listened.configuration().set(ExecuteListener.onException(context -> {
                if (translated) {
                    context.exception(new IllegalStateException(context.sqlException()));
                }
            }));
            StreamId stream = newStream();
            wire.cut(Cut.BEFORE_THE_ANSWER, "insert into");
            assertThatThrownBy(() -> store.in(listened).append(stream, any(), note(1)))
                    .isInstanceOf(AppendOutcomeUnknownException.class);
            assertThat(DIRECTLY.load(stream)).hasSize(1);
        }

        @Test
        void leavesTheOutcomeUnknownAlsoWhileItIsAskedWhyNothingWasWritten() {
            StreamId stream = newStream();
            NewEvent event = NewEvent.of(note(1));
            store.append(stream, noStream(), event);
            wire.cut(Cut.BEFORE_THE_ANSWER, "\"event_id\" = any (");
            assertThatThrownBy(() -> store.append(stream, noStream(), event))
                    .isInstanceOf(AppendOutcomeUnknownException.class);
            assertThat(wire.isStillToBeCut()).isFalse();
            assertThat(store.append(stream, noStream(), event).repeated()).isTrue();
        }

        @Test
        void leavesTheOutcomeUnknownWhereTheSessionIsEndedWhileItWaits() throws Exception {
            StreamId stream = newStream();
            store.append(stream, noStream(), note(1));
            NewEvent event = NewEvent.of(note(2));
            try (Connection other = DATABASE.connect()) {
                other.setAutoCommit(false);
                store.in(other).append(stream, exactly(1), note(3));
                Future<AppendResult> waiting = Threads.beside(() -> store.append(stream, any(), event));
                Sessions.awaitWaitingForLocks(DATABASE, 1);
                Sessions.terminate(DATABASE.dsl(), Sessions.waitingForLocks(DATABASE.dsl()));
                assertThatThrownBy(() -> Threads.result(waiting)).isInstanceOf(AppendOutcomeUnknownException.class);
                other.rollback();
            }
            assertThat(store.append(stream, any(), event).repeated()).isFalse();
            assertThat(store.load(stream)).hasSize(2);
        }

        @ParameterizedTest
        @CsvSource({"BEFORE_THE_REQUEST, true", "BEFORE_THE_ANSWER, true", "BEFORE_THE_ANSWER, false"})
        void leavesNothingUnknownInATransactionOfTheCaller(Cut cut, boolean severalStreams) {
            StreamId stream = newStream();
            List<StreamAppend> appends = severalStreams
                    ? List.of(StreamAppend.of(stream, any(), note(1)), StreamAppend.of(newStream(), any(), note(1)))
                    : List.of(StreamAppend.of(stream, any(), note(1)));
            assertThatThrownBy(() -> dsl.transaction(tx -> {
                        wire.cut(cut, "insert into");
                        store.in(tx).append(appends);
                    }))
                    .isInstanceOf(DataAccessException.class);
            assertThat(wire.isStillToBeCut()).isFalse();
            assertThat(DIRECTLY.load(stream)).isEmpty();
            assertThat(store.append(appends)).noneMatch(AppendResult::repeated);
        }

        @Test
        void isNoUnknownOutcomeWhereThereWasNoConnection() throws IOException {
            PGSimpleDataSource nobody = new PGSimpleDataSource();
            nobody.setServerNames(new String[] {"127.0.0.1"});
            nobody.setPortNumbers(new int[] {closedPort()});
            nobody.setUser("ada");
            nobody.setPassword("canary");
            EventStore absent = EventStore.using(DSL.using(nobody, SQLDialect.POSTGRES));
            assertThatThrownBy(() -> absent.append(newStream(), any(), note(1)))
                    .isInstanceOf(DataAccessException.class)
                    .satisfies(e -> assertThat(Canaries.textOf(e)).doesNotContain("canary"));
        }

        private static int closedPort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }
    }

    @Nested
    class ThatRefusesARow {

        private static final TestDatabase DATABASE = TestDatabase.migrated();
        private static final JsonEvent SECRET = new JsonEvent("noted", "{\"kind\": \"canary\"}");
        private static final EventMetadata SECRET_METADATA =
                EventMetadata.none().withUserId("canary");

        @BeforeAll
        static void addRulesOfTheApplicationsOwn() {
            DSLContext dsl = DATABASE.dsl();
            // Plain SQL: the keys of these rules are expressions.
            dsl.execute("alter table event_store.events add constraint kinds_are_known"
                    + " check (event_data ->> 'kind' is distinct from 'canary')");
            dsl.execute("create unique index amounts_are_numbers on event_store.events"
                    + " (((event_data ->> 'amount')::numeric)) where event_data ? 'amount'");
            dsl.execute("create unique index users_are_unique on event_store.events ((metadata ->> 'unique'))");
        }

        static Stream<Arguments> ways() {
            DSLContext plain = DATABASE.dsl();
            DSLContext listened = DATABASE.dsl();
            listened.configuration().set(ExecuteListener.onException(context -> {}));
            DSLContext translated = DATABASE.dsl();
            translated
                    .configuration()
                    .set(ExecuteListener.onException(
                            context -> context.exception(new IllegalStateException(context.sqlException()))));
            return Stream.of(
                    Arguments.of("plain", plain),
                    Arguments.of("listened to", listened),
                    Arguments.of("translated", translated));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("ways")
        void saysWhichRuleAndNotWhichRow(String way, DSLContext dsl) {
            assertSaysOnly("kinds_are_known", dsl, NewEvent.of(SECRET, SECRET_METADATA));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("ways")
        void doesNotQuoteAValueThatItCannotTake(String way, DSLContext dsl) {
            assertSaysOnly("22P02", dsl, NewEvent.of(new JsonEvent("noted", "{\"amount\": \"canary\"}")));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("ways")
        void doesNotQuoteAKeyThatIsTaken(String way, DSLContext dsl) {
            EventMetadata metadata = EventMetadata.none().with("unique", "canary " + way);
            EventStore.using(DATABASE.dsl()).append(newStream(), any(), NewEvent.of(note(1), metadata));
            assertSaysOnly("users_are_unique", dsl, NewEvent.of(note(2), metadata));
        }

        private static void assertSaysOnly(String expected, DSLContext dsl, NewEvent event) {
            EventStore store = EventStore.using(dsl);
            Function<EventStore, Throwable> one = s -> catchThrowable(() -> s.append(newStream(), any(), event));
            Function<EventStore, Throwable> several =
                    s -> catchThrowable(() -> s.append(newStream(), noStream(), note(1), event));
            Function<EventStore, Throwable> severalStreams = s -> catchThrowable(() -> s.append(
                    List.of(StreamAppend.of(newStream(), any(), note(1)), StreamAppend.of(newStream(), any(), event))));
            for (Function<EventStore, Throwable> append : List.of(one, several, severalStreams)) {
                assertSaysOnly(expected, append.apply(store));
                assertSaysOnly(
                        expected,
                        catchThrowable(() -> dsl.transaction(tx -> {
                            throw (RuntimeException) append.apply(store.in(tx));
                        })));
            }
        }

        private static void assertSaysOnly(String expected, Throwable thrown) {
            assertThat(Canaries.textOf(thrown)).contains(expected).doesNotContain("canary");
        }
    }

    @Nested
    class ThatDoesNotKnowTheUser {

        @Test
        void isNotToldOfWithThePassword() {
            TestDatabase database = TestDatabase.migrated();
            DataSource stranger = database.as("nobody_of_that_name", "canary").dataSource();
            EventStore store = EventStore.using(DSL.using(stranger, SQLDialect.POSTGRES));
            assertThatThrownBy(() -> store.append(newStream(), streamExists(), note(1)))
                    .isInstanceOf(DataAccessException.class)
                    .satisfies(e -> assertThat(Canaries.textOf(e)).doesNotContain("canary"));
        }
    }

    record Named(String name, Function<StreamId, List<StreamAppend>> appends) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static StreamId newStream() {
        return StreamId.of("stream", UUID.randomUUID());
    }
}
