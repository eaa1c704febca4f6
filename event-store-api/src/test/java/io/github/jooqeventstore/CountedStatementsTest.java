package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many times an append goes to the server; the guide says so. */
class CountedStatementsTest {

    private static final TestDatabase DATABASE = TestDatabase.migrated();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final AtomicInteger roundTrips = new AtomicInteger();
    private final StreamId stream = StreamId.of("counted-" + NUMBER.incrementAndGet());
    private Connection connection;
    private EventStore store;

    @BeforeEach
    void openAConnectionThatCounts() throws SQLException {
        connection = counting(DATABASE.connect());
        store = EventStore.using(DSL.using(connection, SQLDialect.POSTGRES));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void theFirstOfAStoreLooksAtTheSchemaToo() {
        assertThat(during(() -> store.append(stream, noStream(), note(1)))).isEqualTo(2);
    }

    @Test
    void anAcceptedAppendIsOne() {
        store.currentVersion(stream);

        assertThat(during(() -> store.append(stream, noStream(), note(1)))).isOne();
        assertThat(during(() -> store.append(stream, exactly(1), notes(3)))).isOne();
        assertThat(during(() -> store.append(stream, streamExists(), note(5)))).isOne();
        assertThat(during(() -> store.append(stream, any(), notes(100)))).isOne();
    }

    @Test
    void anAcceptedAppendToSeveralStreamsIsOne() {
        store.currentVersion(stream);

        assertThat(during(() -> store.append(List.of(
                        StreamAppend.of(stream, noStream(), note(1)),
                        StreamAppend.of(StreamId.of(stream + "-b"), any(), notes(2))))))
                .isOne();
    }

    @Test
    void aPageOfAllEventsIsOneAsLongAsThereIsNoGap() {
        store.append(stream, noStream(), notes(3));
        long after = store.readAll(AllSlice.all().limit(10_000)).through();

        assertThat(during(() -> store.readAll(AllSlice.all().after(after)))).isOne();
        store.append(stream, exactly(3), notes(2));
        assertThat(during(() -> store.readAll(AllSlice.all().after(after)))).isOne();
    }

    @Test
    void aPageOfAllEventsAtAGapAsksWhoMayFillItAndReadsAgain() throws SQLException {
        store.append(stream, noStream(), notes(3));
        long after = store.readAllLazily(AllSlice.all())
                .mapToLong(RecordedEvent::position)
                .max()
                .orElseThrow();
        connection.setAutoCommit(false);
        store.append(stream, any(), note(4));
        connection.rollback();
        connection.setAutoCommit(true);
        store.append(stream, any(), note(4));

        assertThat(during(() -> store.readAll(AllSlice.all().after(after)))).isEqualTo(4);
        assertThat(during(() -> store.readAll(AllSlice.all().after(after)))).isOne();
    }

    @Test
    void aFilteredPageOfAllEventsAsksForTheHeadFirst() {
        store.append(stream, noStream(), notes(3));
        AllSlice noted = AllSlice.where(EventFilter.ofTypes("noted"));
        long last = store.readAllLazily(noted)
                .mapToLong(RecordedEvent::position)
                .max()
                .orElseThrow();

        assertThat(during(() -> store.readAll(noted.after(last)))).isOne();
        assertThat(during(() -> store.readAll(noted.after(last - 1)))).isOne();
        store.append(stream, any(), note(4));
        assertThat(during(() -> store.readAll(noted.after(last)))).isEqualTo(3);
    }

    @Test
    void aRefusedAppendAsksForIdsAndHead() {
        store.currentVersion(stream);

        assertThat(during(() -> assertThatThrownBy(() -> store.append(stream, exactly(7), note(1)))
                        .isInstanceOf(WrongExpectedVersionException.class)))
                .isEqualTo(3);
    }

    @Test
    void aRepeatedAppendAsksForIds() {
        List<NewEvent> events = List.of(NewEvent.of(note(1)));
        store.append(stream, noStream(), events);

        assertThat(during(() -> store.append(stream, noStream(), events))).isEqualTo(2);
    }

    @Test
    void inATransactionAnAppendIsOneAndASavepointAddsTwoWhereTwoStreamsMayBeCreated() throws SQLException {
        store.currentVersion(stream);
        connection.setAutoCommit(false);

        assertThat(during(() -> store.append(stream, any(), note(1)))).isOne();
        assertThat(during(() -> store.append(List.of(
                        StreamAppend.of(stream, exactly(1), note(2)),
                        StreamAppend.of(StreamId.of(stream + "-b"), noStream(), note(1))))))
                .isOne();
        assertThat(during(() -> store.append(List.of(
                        StreamAppend.of(StreamId.of(stream + "-c"), noStream(), note(1)),
                        StreamAppend.of(StreamId.of(stream + "-d"), any(), note(1))))))
                .isEqualTo(3);
        connection.rollback();
    }

    @Test
    void aLoadIsOne() {
        store.append(stream, noStream(), notes(50));

        assertThat(during(() -> store.load(stream))).isOne();
        assertThat(during(() -> store.currentVersion(stream))).isOne();
    }

    @Test
    void isTheSameOnTheWireAndWhereSomebodyListens() throws SQLException {
        try (Wire wire = Wire.to(DATABASE);
                Connection wired = wire.dataSource().getConnection()) {
            DSLContext plain = DSL.using(wired, SQLDialect.POSTGRES);
            DSLContext listened = DSL.using(wired, SQLDialect.POSTGRES);
            listened.configuration().set(ExecuteListener.onStart(context -> {}));
            for (DSLContext dsl : List.of(plain, listened)) {
                EventStore onTheWire = EventStore.using(dsl);
                onTheWire.load(stream);
                wire.requests();

                onTheWire.append(stream, any(), note(1));
                onTheWire.append(stream, any(), notes(100));
                onTheWire.append(List.of(
                        StreamAppend.of(stream, streamExists(), note(1)),
                        StreamAppend.of(StreamId.of(stream + "-b"), any(), notes(2))));
                assertThat(wire.requests()).hasSize(3).allMatch(sql -> sql.contains("insert into"));

                assertThatThrownBy(() -> onTheWire.append(stream, noStream(), note(1)))
                        .isInstanceOf(WrongExpectedVersionException.class);
                assertThat(wire.requests()).hasSize(3);
            }
        }
    }

    private int during(Runnable work) {
        roundTrips.set(0);
        work.run();
        return roundTrips.get();
    }

    /** Counts what the driver sends: each execution, each savepoint and its release. */
    private Connection counting(Connection real) {
        return proxy(Connection.class, real);
    }

    private <T> T proxy(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    String name = method.getName();
                    if (name.startsWith("execute")
                            || name.toLowerCase(Locale.ROOT).endsWith("savepoint")) {
                        roundTrips.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof PreparedStatement statement && !name.equals("unwrap")
                                ? proxy(PreparedStatement.class, statement)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }
}
