package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Within one append, the order of positions is the order of versions, however the database carries it out. */
class PositionOrderTest {

    @Nested
    class WhereTheTablesAreSmall {

        private static final TestDatabase DATABASE = TestDatabase.migrated();

        static Stream<Arguments> waysAndPlans() {
            return PositionOrderTest.waysAndPlans();
        }

        @ParameterizedTest(name = "{0}, {1}")
        @MethodSource("waysAndPlans")
        void positionsRiseWithVersions(Way way, Plan plan) throws SQLException {
            assertPositionsRiseWithVersions(DATABASE, way, plan);
        }
    }

    @Nested
    class WhereTheTablesAreLargeAndAnalyzed {

        private static final TestDatabase DATABASE = TestDatabase.migrated();

        @BeforeAll
        static void fill() {
            ManyEvents.fill(DATABASE.dsl(), 2_000, 50);
            ManyEvents.analyze(DATABASE.dsl());
        }

        static Stream<Arguments> waysAndPlans() {
            return PositionOrderTest.waysAndPlans();
        }

        @ParameterizedTest(name = "{0}, {1}")
        @MethodSource("waysAndPlans")
        void positionsRiseWithVersions(Way way, Plan plan) throws SQLException {
            assertPositionsRiseWithVersions(DATABASE, way, plan);
        }
    }

    /** The forms of an append of several events to a stream that has one event. */
    enum Way {
        AT_A_VERSION {
            @Override
            List<StreamAppend> appends(StreamId stream, int events) {
                return List.of(StreamAppend.of(stream, exactly(1), notes(events)));
            }
        },
        TO_WHATEVER_STREAM {
            @Override
            List<StreamAppend> appends(StreamId stream, int events) {
                return List.of(StreamAppend.of(stream, any(), notes(events)));
            }
        },
        TO_AN_EXISTING_STREAM {
            @Override
            List<StreamAppend> appends(StreamId stream, int events) {
                return List.of(StreamAppend.of(stream, streamExists(), notes(events)));
            }
        },
        TO_A_NEW_STREAM {
            @Override
            List<StreamAppend> appends(StreamId stream, int events) {
                return List.of(StreamAppend.of(newStream(), noStream(), notes(events)));
            }
        },
        TO_SEVERAL_STREAMS {
            @Override
            List<StreamAppend> appends(StreamId stream, int events) {
                List<StreamAppend> appends = new ArrayList<>();
                appends.add(StreamAppend.of(stream, any(), notes(events / 2)));
                for (int i = 0; i < 5; i++) {
                    appends.add(StreamAppend.of(newStream(), i % 2 == 0 ? any() : noStream(), notes(events / 10)));
                }
                Collections.shuffle(appends, new Random(events));
                return appends;
            }
        };

        abstract List<StreamAppend> appends(StreamId stream, int events);
    }

    /** What the planner is told. */
    enum Plan {
        OF_ITS_OWN_CHOICE(""),
        WITH_HASH_JOINS("set enable_nestloop = off; set enable_mergejoin = off"),
        WITH_MERGE_JOINS("set enable_nestloop = off; set enable_hashjoin = off"),
        WITH_NESTED_LOOPS("set enable_hashjoin = off; set enable_mergejoin = off"),
        WITHOUT_INDEXES("set enable_indexscan = off; set enable_bitmapscan = off"),
        GENERIC("set plan_cache_mode = force_generic_plan"),
        GENERIC_WITH_HASH_JOINS(
                "set plan_cache_mode = force_generic_plan; set enable_nestloop = off; set enable_mergejoin = off");

        private final String settings;

        Plan(String settings) {
            this.settings = settings;
        }

        void set(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(settings);
            }
        }
    }

    private static Stream<Arguments> waysAndPlans() {
        return Stream.of(Way.values()).flatMap(way -> Stream.of(Plan.values()).map(plan -> Arguments.of(way, plan)));
    }

    private static void assertPositionsRiseWithVersions(TestDatabase database, Way way, Plan plan) throws SQLException {
        try (Connection connection = database.connect()) {
            plan.set(connection);
            EventStore store = EventStore.using(database.dsl()).in(connection);
            for (boolean autoCommit : List.of(true, false)) {
                connection.setAutoCommit(autoCommit);
                StreamId stream = newStream();
                store.append(stream, noStream(), notes(1));
                assertPositionsRiseWithVersions(store, way.appends(stream, autoCommit ? 1_000 : 100));
                assertPositionsRiseWithVersions(store, List.of(StreamAppend.of(stream, any(), notes(7))));
            }
            connection.rollback();
        }
    }

    private static void assertPositionsRiseWithVersions(EventStore store, List<StreamAppend> appends) {
        List<AppendResult> results = store.append(appends);
        for (int i = 0; i < appends.size(); i++) {
            AppendResult result = results.get(i);
            List<RecordedEvent> stored =
                    store.load(result.stream(), StreamSlice.forward().from(result.firstVersion()));
            assertThat(stored)
                    .extracting(RecordedEvent::id)
                    .isEqualTo(
                            appends.get(i).events().stream().map(NewEvent::id).toList());
            assertThat(stored)
                    .extracting(RecordedEvent::version)
                    .isEqualTo(LongStream.rangeClosed(result.firstVersion(), result.lastVersion())
                            .boxed()
                            .toList());
            assertThat(stored)
                    .extracting(RecordedEvent::position)
                    .isEqualTo(result.positions())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    private static StreamId newStream() {
        return StreamId.of("order", UUID.randomUUID());
    }
}
