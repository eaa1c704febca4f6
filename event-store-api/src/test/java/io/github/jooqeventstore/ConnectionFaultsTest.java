package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.Wire.Cut;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections that are reset, slowed down or fall silent, and writers who ask the same again until they know. */
class ConnectionFaultsTest {

    private static final TestDatabase DATABASE = TestDatabase.migrated();
    private static final EventStore DIRECTLY = EventStore.using(DATABASE.dslOnOneConnection());

    @Nested
    class AtEveryStepOfAnAppend {

        private static final int MILLIS_TO_WAIT_FOR_AN_ANSWER = 150;

        enum Way {
            ONE_EVENT(1, false, 1),
            SEVERAL_EVENTS(1, false, 3),
            SEVERAL_STREAMS(3, false, 2),
            ONE_EVENT_IN_A_TRANSACTION(1, true, 1),
            SEVERAL_EVENTS_IN_A_TRANSACTION(1, true, 3),
            SEVERAL_STREAMS_IN_A_TRANSACTION(3, true, 2);

            private final int streams;
            private final boolean inTransaction;
            private final int events;

            Way(int streams, boolean inTransaction, int events) {
                this.streams = streams;
                this.inTransaction = inTransaction;
                this.events = events;
            }

            List<StreamAppend> appends() {
                return IntStream.range(0, streams)
                        .mapToObj(i -> StreamAppend.of(
                                StreamId.of("faults", UUID.randomUUID()), i == 1 ? any() : noStream(), notes(events)))
                        .toList();
            }

            void append(DSLContext dsl, List<StreamAppend> appends) {
                if (inTransaction) {
                    dsl.transaction(tx -> DIRECTLY.in(tx).append(appends));
                } else {
                    DIRECTLY.in(dsl).append(appends);
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void theSameAskedAgainIsThereOnce(Way way) throws SQLException {
            try (Wire wire = Wire.to(DATABASE)) {
                List<String> steps = steps(wire, way);
                assertThat(steps).hasSizeGreaterThanOrEqualTo(way.inTransaction ? 3 : 1);
                for (Cut cut : Cut.values()) {
                    for (int step = 0; step < steps.size(); step++) {
                        List<StreamAppend> appends = way.appends();

                        int attempts = appendUntilAnswered(wire, way, appends, step, cut);

                        assertThat(attempts)
                                .as("%s at %s", cut, steps.get(step))
                                .isGreaterThan(1);
                        assertIsThereOnce(appends);
                    }
                }
            }
        }

        /** The requests of an append that nothing disturbs. */
        private static List<String> steps(Wire wire, Way way) throws SQLException {
            DIRECTLY.load(StreamId.of("whose schema is checked"));
            try (Connection connection = wire.dataSource().getConnection()) {
                wire.requests();
                way.append(DSL.using(connection, SQLDialect.POSTGRES), way.appends());
                return wire.requests();
            }
        }

        private static int appendUntilAnswered(Wire wire, Way way, List<StreamAppend> appends, int step, Cut cut)
                throws SQLException {
            AtomicInteger request = new AtomicInteger();
            for (int attempt = 1; ; attempt++) {
                wire.disturb(statements -> null);
                try (Connection connection = wire.dataSource().getConnection()) {
                    wire.disturb(statements -> request.getAndIncrement() == step ? cut : null);
                    connection.setNetworkTimeout(Runnable::run, MILLIS_TO_WAIT_FOR_AN_ANSWER);
                    way.append(DSL.using(connection, SQLDialect.POSTGRES), appends);
                    return attempt;
                } catch (AppendOutcomeUnknownException e) {
                    assertThat(way.inTransaction).isFalse();
                } catch (DataAccessException e) {
                    assertThat(Failures.isConnectionLost(e)).isTrue();
                }
            }
        }

        private static void assertIsThereOnce(List<StreamAppend> appends) {
            for (StreamAppend append : appends) {
                assertThat(DIRECTLY.load(append.stream()))
                        .extracting(RecordedEvent::id)
                        .isEqualTo(append.events().stream().map(NewEvent::id).toList());
                assertThat(DIRECTLY.currentVersion(append.stream()))
                        .hasValue(append.events().size());
            }
        }
    }

    @Nested
    class WhileManyWrite {

        private static final int WRITERS = 8;

        /** More by choice: {@code -Deventstore.stress.resets=20000}. */
        private static final int RESETS = Integer.getInteger("eventstore.stress.resets", 500);

        private static final int SECONDS_TO_WAIT_FOR_AN_ANSWER = 1;

        private final AtomicInteger resets = new AtomicInteger();
        private final AtomicInteger silences = new AtomicInteger();

        @Test
        void fiveHundredResetsLoseNothingAndDoubleNothing() throws Exception {
            try (Wire wire = Wire.to(DATABASE);
                    OneEach connections = new OneEach(wire)) {
                BlindRetries retries = new BlindRetries(DSL.using(connections, SQLDialect.POSTGRES));
                wire.disturb(statements -> disturb(ThreadLocalRandom.current()));
                Threads.together(WRITERS, writer -> {
                    retries.write(writer, () -> resets.get() >= RESETS && retries.haveSeenEverything());
                    return writer;
                });
                wire.disturb(statements -> null);

                assertThat(resets).hasValueGreaterThanOrEqualTo(RESETS);
                assertThat(silences).hasPositiveValue();
                retries.assertAcknowledgedIsStored();
            }
        }

        /** One request in eight loses its connection with a reset, one in two hundred in silence, some are slow. */
        private @Nullable Cut disturb(Random random) {
            if (random.nextInt(5) == 0) {
                // The fault itself: requests overtake one another.
                LockSupport.parkNanos(random.nextInt(5_000_000));
            }
            if (random.nextInt(200) == 0) {
                silences.incrementAndGet();
                return random.nextBoolean() ? Cut.SILENTLY_BEFORE_THE_REQUEST : Cut.SILENTLY_BEFORE_THE_ANSWER;
            }
            if (random.nextInt(8) == 0) {
                resets.incrementAndGet();
                List<Cut> cuts = Cut.resets();
                return cuts.get(random.nextInt(cuts.size()));
            }
            return null;
        }

        /** A connection for each writer, opened again when it is lost; a pool would open them one after another. */
        private static final class OneEach implements ConnectionProvider, AutoCloseable {

            private final PGSimpleDataSource dataSource;
            private final ConcurrentHashMap<Thread, Connection> connections = new ConcurrentHashMap<>();

            OneEach(Wire wire) {
                dataSource = wire.dataSource();
                dataSource.setSocketTimeout(SECONDS_TO_WAIT_FOR_AN_ANSWER);
            }

            @Override
            public Connection acquire() {
                return connections.compute(Thread.currentThread(), (writer, open) -> openOrNew(open));
            }

            private Connection openOrNew(@Nullable Connection open) {
                try {
                    return open == null || open.isClosed() ? dataSource.getConnection() : open;
                } catch (SQLException e) {
                    throw new DataAccessException(String.valueOf(e.getMessage()), e);
                }
            }

            @Override
            public void release(Connection connection) {
                // Kept for the writer's next statement.
            }

            @Override
            public void close() throws SQLException {
                for (Connection connection : connections.values()) {
                    connection.close();
                }
            }
        }
    }
}
