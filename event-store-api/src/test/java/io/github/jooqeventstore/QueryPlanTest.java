package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.Plans.Node;
import io.github.jooqeventstore.Plans.Plan;
import io.github.jooqeventstore.migration.SchemaMigrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** How the database carries out what the store asks, in a store of a million events. */
class QueryPlanTest {

    private static final int STREAMS = 20_000;
    private static final int EVENTS_PER_STREAM = 50;

    /** As many events as an append of several has here, and streams as one to several streams has. */
    private static final int MANY = 100;

    private static final TestDatabase DATABASE = TestDatabase.empty();
    private static final Map<Session, Map<Statement, Plan>> PLANS = new EnumMap<>(Session.class);

    /** Under which circumstances the plans of statements are made. */
    enum Session {
        /** For all values, while the tables had no statistics and hardly a row; used when they had grown. */
        GENERIC_PLANS_OF_A_NEW_STORE,
        /** For all values. */
        GENERIC_PLANS,
        /** For the values at hand. */
        CUSTOM_PLANS,
        /** As the server chooses for a statement that was asked often. */
        CHOSEN_PLANS
    }

    @BeforeAll
    static void fillAndAsk() throws SQLException {
        SchemaMigrations.of(DATABASE.dataSource()).migrate();
        DSLContext dsl = DATABASE.dsl();
        // Statistics come when this test says so.
        dsl.execute("alter table event_store.events set (autovacuum_enabled = off)");
        dsl.execute("alter table event_store.streams set (autovacuum_enabled = off)");

        try (Plans early = Plans.of(DATABASE, "set plan_cache_mode = force_generic_plan")) {
            prepareAtOnce(early);
            askEverything(early, 2);
            ManyEvents.fill(dsl, STREAMS, EVENTS_PER_STREAM);
            PLANS.put(Session.GENERIC_PLANS_OF_A_NEW_STORE, askEverything(early, MANY));
        }
        dsl.execute("vacuum (analyze) event_store.events");
        dsl.execute("vacuum (analyze) event_store.streams");
        try (Plans generic = Plans.of(DATABASE, "set plan_cache_mode = force_generic_plan")) {
            prepareAtOnce(generic);
            PLANS.put(Session.GENERIC_PLANS, askEverything(generic, MANY));
        }
        try (Plans custom = Plans.of(DATABASE, "set plan_cache_mode = force_custom_plan")) {
            PLANS.put(Session.CUSTOM_PLANS, askEverything(custom, MANY));
        }
        try (Plans chosen = Plans.of(DATABASE)) {
            prepareAtOnce(chosen);
            for (int i = 0; i < 7; i++) {
                PLANS.put(Session.CHOSEN_PLANS, askEverything(chosen, MANY));
            }
        }
    }

    @Nested
    class OfAStatement {

        static Stream<Arguments> statements() {
            return Stream.of(Session.values())
                    .flatMap(session -> planned().map(statement -> Arguments.of(session, statement)));
        }

        /** A COPY has no plan. */
        private static Stream<Statement> planned() {
            return Stream.of(Statement.values())
                    .filter(statement -> statement != Statement.COPY_STREAMS && statement != Statement.COPY_EVENTS);
        }

        @ParameterizedTest(name = "{1} by {0}")
        @MethodSource("statements")
        void touchesNoMoreThanItIsAskedFor(Session session, Statement statement) {
            Map<Statement, Plan> plans = PLANS.getOrDefault(session, Map.of());
            assertThat(plans).containsKey(statement);
            assertUses(Objects.requireNonNull(plans.get(statement)), expected(statement));
        }

        private static Expected expected(Statement statement) {
            return switch (statement) {
                case ONE_IF_ANY, ONE_IF_NO_STREAM -> new Expected(Set.of("events_event_id_is_unique"), 1, 80);
                case ONE_IF_STREAM_EXISTS, ONE_IF_EXACTLY ->
                    new Expected(Set.of("events_event_id_is_unique", "streams_pk"), 2, 80);
                case ONE_BY_ITSELF_IF_NO_STREAM -> new Expected(Set.of(), 0, 80);
                case ONE_BY_ITSELF_IF_EXACTLY -> new Expected(Set.of("streams_pk"), 1, 80);
                case MANY_IF_ANY, MANY_IF_NO_STREAM -> new Expected(Set.of("events_event_id_is_unique"), 1, 20 * MANY);
                case MANY_IF_STREAM_EXISTS, MANY_IF_EXACTLY ->
                    new Expected(Set.of("events_event_id_is_unique", "streams_pk"), 2, 20 * MANY);
                case MANY_BY_ITSELF_IF_NO_STREAM -> new Expected(Set.of(), 0, 20 * MANY);
                case MANY_BY_ITSELF_IF_EXACTLY -> new Expected(Set.of("streams_pk"), 1, 20 * MANY);
                case LOCKED_IF_ANY, LOCKED_IF_STREAM_EXISTS ->
                    new Expected(Set.of("events_event_id_is_unique", "streams_pk"), 4, 20 * MANY);
                case SEVERAL_STREAMS ->
                    new Expected(Set.of("events_event_id_is_unique", "streams_pk"), 4 * MANY, 50 * MANY);
                case INDEPENDENT_STREAMS ->
                    new Expected(Set.of("events_event_id_is_unique", "streams_pk"), 4 * MANY, 50 * MANY);
                case COPY_STREAMS, COPY_EVENTS, SESSION -> new Expected(Set.of(), 1, 0);
                case MOVE_HEADS -> new Expected(Set.of("streams_pk"), 3 * MANY, 20 * MANY);
                case EXISTING_STREAM -> new Expected(Set.of("streams_pk"), MANY, 6 * MANY);
                case LOAD_FORWARD, LOAD_BACKWARD -> new Expected(Set.of("events_pk"), 20, 30);
                case HEAD, VERSION -> new Expected(Set.of("streams_pk"), 1, 6);
                case EVENTS_OF_IDS -> new Expected(Set.of("events_event_id_is_unique"), 1, 6);
                case STORE -> new Expected(Set.of(), 1, 1);
                case READ_ALL -> new Expected(Set.of("events_position_is_unique"), MANY + 1, MANY);
                case HEAD_OF_ALL -> new Expected(Set.of("events_position_is_unique"), 2, 8);
                case IDENTITY_OF_EVENTS -> new Expected(Set.of(), 0, 20);
                case LOCKERS_OF_EVENTS -> new Expected(Set.of(), 1, 20);
                case HOLDERS_OF_EVENTS -> new Expected(Set.of(), 0, 60);
                case PUBLISH_HORIZON -> new Expected(Set.of(), 2, 40);
            };
        }
    }

    @Nested
    class OfAQuery {

        private static final Instant SOMETIME = Instant.parse("2026-01-05T00:00:00Z");

        static Stream<Arguments> queries() {
            EventFilter stream = EventFilter.ofStream(StreamId.of("filled-004711"));
            EventFilter prefix = EventFilter.streamPrefix("filled-00012");
            EventFilter rare = EventFilter.ofTypes("rare");
            return Stream.of(
                    Arguments.of("a stream", EventQuery.where(stream), "events_pk", 100),
                    Arguments.of("some of a stream", EventQuery.where(stream).limit(5), "events_pk", 100),
                    Arguments.of(
                            "a stream, more to the point",
                            EventQuery.where(stream.and(EventFilter.metadata("user_id", "ada"))),
                            "events_pk",
                            100),
                    Arguments.of("a prefix", EventQuery.where(prefix), "events_pk", 1_000),
                    Arguments.of(
                            "the newest of a prefix",
                            EventQuery.where(prefix).newestFirst().limit(10),
                            "events_pk",
                            1_000),
                    Arguments.of("a type", EventQuery.where(rare), "events_by_type", 2_000),
                    Arguments.of(
                            "a page of a type",
                            EventQuery.where(rare).from(900_000).limit(1_000),
                            "events_by_type",
                            200),
                    Arguments.of(
                            "the newest of a type",
                            EventQuery.where(rare).newestFirst().limit(10),
                            "events_by_type",
                            20),
                    Arguments.of(
                            "types that no event has",
                            EventQuery.where(EventFilter.ofTypes("none", "no other"))
                                    .limit(10),
                            "events_by_type",
                            0),
                    Arguments.of(
                            "an hour",
                            EventQuery.where(EventFilter.createdBetween(SOMETIME, SOMETIME.plusSeconds(3_600))),
                            "events_by_time",
                            50_000),
                    Arguments.of(
                            "a page of everything",
                            EventQuery.where(EventFilter.everything())
                                    .from(500_000)
                                    .limit(10),
                            "events_position_is_unique",
                            20),
                    Arguments.of(
                            "the newest of everything",
                            EventQuery.where(EventFilter.everything())
                                    .newestFirst()
                                    .limit(10),
                            "events_position_is_unique",
                            20));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("queries")
        void usesItsIndexHoweverOftenItIsAsked(String name, EventQuery query, String index, long rows)
                throws SQLException {
            try (Plans plans = Plans.of(DATABASE)) {
                EventStore store = EventStore.using(DATABASE.dsl()).in(plans.connection());
                for (int i = 0; i < 12; i++) {
                    store.query(query);
                }
                Plan last = plans.seen().getLast();
                assertThat(last.text()).contains("order by");
                assertUses(last, new Expected(Set.of(index), rows, rows + 20));
            }
        }

        /** Most events are of a few types: then to walk in the order of positions costs no more. */
        @ParameterizedTest
        @ValueSource(strings = {"type-1", "type-7"})
        void ofATypeThatManyEventsHaveTouchesAFewForEachThatItIsAskedFor(String type) throws SQLException {
            try (Plans plans = Plans.of(DATABASE)) {
                EventStore store = EventStore.using(DATABASE.dsl()).in(plans.connection());
                for (int i = 0; i < 12; i++) {
                    store.query(EventQuery.where(EventFilter.ofTypes(type)).limit(1_000));
                }
                Plan last = plans.seen().getLast();
                assertThat(last.nodes())
                        .extracting(Node::index)
                        .containsAnyOf("events_by_type", "events_position_is_unique");
                assertThat(last.nodes().getFirst().rows()).isLessThan(20_000);
                assertThat(last.blocks()).isLessThan(1_100);
            }
        }
    }

    @Nested
    class OfAPageOfAllEvents {

        static Stream<Arguments> pages() {
            AllSlice rare = AllSlice.where(EventFilter.ofTypes("rare"));
            AllSlice two = AllSlice.where(EventFilter.ofTypes("rare", "none"));
            return Stream.of(
                    Arguments.of("a rare type from the beginning", rare, 1_010, 1_040),
                    Arguments.of("a few of a rare type", rare.after(10).limit(50), 52, 70),
                    Arguments.of("a rare type near the end", rare.after(990_000), 20, 40),
                    Arguments.of("two types", two.after(500_000), 520, 540),
                    Arguments.of("a type that no event has", AllSlice.where(EventFilter.ofTypes("none")), 0, 10));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("pages")
        void usesTheIndexOfTypesHoweverOftenItIsAsked(String name, AllSlice slice, long rows, long blocks)
                throws SQLException {
            try (Plans plans = Plans.of(DATABASE)) {
                EventStore store = EventStore.using(DATABASE.dsl()).in(plans.connection());
                for (int i = 0; i < 12; i++) {
                    store.readAll(slice);
                }
                Plan last = plans.seen().getLast();
                assertThat(last.text()).contains("order by");
                // One row more: the store's own.
                assertUses(last, new Expected(Set.of("events_by_type"), rows + 1, blocks));
            }
        }
    }

    /** The indexes that are read, no other; how many rows of tables and indexes are looked at, and how many pages. */
    record Expected(Set<String> indexes, long rows, long blocks) {}

    /** What PostgreSQL reads of its own tables is its own affair. */
    private static List<Node> ofTheStore(Plan plan) {
        return plan.nodes().stream()
                .filter(node ->
                        !node.relation().startsWith("pg_") && !node.index().startsWith("pg_"))
                .toList();
    }

    private static void assertUses(Plan plan, Expected expected) {
        List<Node> nodes = ofTheStore(plan);
        assertThat(nodes)
                .as(plan.text())
                .noneMatch(node ->
                        node.scan().equals("Seq Scan") && !node.relation().equals("store"));
        assertThat(nodes.stream()
                        .map(Node::index)
                        .filter(index -> !index.isEmpty())
                        .collect(Collectors.toSet()))
                .as("%s: %s", plan.text(), plan.nodes())
                .isEqualTo(expected.indexes());
        assertThat(nodes.stream()
                        .filter(node -> !node.relation().isEmpty())
                        .mapToLong(Node::rows)
                        .sum())
                .as("rows of %s: %s", plan.text(), plan.nodes())
                .isLessThanOrEqualTo(expected.rows());
        assertThat(plan.blocks())
                .as("pages of %s: %s", plan.text(), plan.nodes())
                .isLessThanOrEqualTo(expected.blocks());
    }

    /** Sends every statement, with so many events and streams where there are several, and returns the last plan of each. */
    private static Map<Statement, Plan> askEverything(Plans plans, int number) throws SQLException {
        Connection connection = plans.connection();
        EventStore store = EventStore.using(DATABASE.dsl()).in(connection);
        // The first statement reads the catalog, too.
        store.append(newStream(), noStream(), note(0));
        plans.seen();

        StreamId one = newStream();
        store.append(one, noStream(), note(1));
        store.append(one, any(), note(2));
        store.append(one, streamExists(), note(3));
        store.append(one, exactly(3), note(4));
        assertThatThrownBy(() -> store.append(one, exactly(3), note(5)))
                .isInstanceOf(WrongExpectedVersionException.class);
        StreamId many = newStream();
        store.append(many, noStream(), notes(number));
        store.append(many, any(), notes(number));
        store.append(many, streamExists(), notes(number));
        store.append(many, exactly(3L * number), notes(number));
        connection.setAutoCommit(false);
        StreamId together = newStream();
        store.append(together, noStream(), note(1));
        store.append(together, exactly(1), note(2));
        store.append(together, exactly(2), notes(number));
        store.append(newStream(), noStream(), notes(number));
        store.append(newStream(), any(), notes(number));
        store.append(many, any(), notes(number));
        store.append(many, streamExists(), notes(number));
        connection.commit();
        connection.setAutoCommit(true);
        List<StreamAppend> several = IntStream.range(0, number)
                .mapToObj(i -> StreamAppend.of(newStream(), noStream(), notes(2)))
                .toList();
        store.append(several);
        store.append(several.stream()
                .map(append -> StreamAppend.of(append.stream(), any(), notes(2)))
                .toList());
        askTogether(connection, number);
        askForAnImport(connection, number);
        StreamId filled = StreamId.of("filled-001234");
        store.load(filled, StreamSlice.forward().from(20).limit(20));
        store.load(filled, StreamSlice.backward().from(40).limit(20));
        store.currentVersion(filled);
        askForEverythingInOrder(store, number);

        Map<String, Plan> byText = plans.seen().stream()
                .collect(Collectors.toMap(
                        plan -> plan.text().replaceAll("\\$[0-9]+", "?"), Function.identity(), (first, last) -> last));
        Map<Statement, Plan> byStatement = new EnumMap<>(Statement.class);
        for (Statement statement : Statement.values()) {
            Plan plan = byText.get(text(statement));
            if (plan != null) {
                byStatement.put(statement, plan);
            }
        }
        return byStatement;
    }

    /** As group commit does: streams that are new, then half of them again. */
    private static void askTogether(Connection connection, int number) throws SQLException {
        Database database = database();
        EventCodec codec = new EventCodec(EventTypes.none(), EventSerializer.jackson(), 1 << 20);
        List<StreamAppend> created = IntStream.range(0, number)
                .mapToObj(i -> StreamAppend.of(newStream(), noStream(), notes(2)))
                .toList();
        List<StreamAppend> mixed = IntStream.range(0, number)
                .mapToObj(i -> StreamAppend.of(i % 2 == 0 ? created.get(i).stream() : newStream(), any(), notes(2)))
                .toList();
        for (List<StreamAppend> appends : List.of(created, mixed)) {
            assertThat(new SeveralAppends(database, appends, codec.encode(appends)).writeEach(connection))
                    .doesNotContainNull();
        }
    }

    /** With events of all streams again behind those that fill a chunk. */
    private static void askForAnImport(Connection connection, int number) throws SQLException {
        List<StreamId> streams =
                IntStream.range(0, number).mapToObj(i -> newStream()).toList();
        JsonEvent large = new JsonEvent("large", "\"" + "x".repeat(900_000) + "\"");
        EventStore.using(DATABASE.dsl())
                .in(connection)
                .appendAll(Stream.of(
                                streams.stream().map(stream -> ImportedEvent.of(stream, note(1))),
                                IntStream.range(0, 5).mapToObj(i -> ImportedEvent.of(streams.getFirst(), large)),
                                streams.stream().map(stream -> ImportedEvent.of(stream, note(2))))
                        .flatMap(Function.identity()));
        // Within a transaction the server ends a query, and tells its plan, when the next one begins.
        Database database = database();
        database.query(connection, Statement.SESSION, new Binds(), ResultSet::next);
        String[] names = streams.stream().map(StreamId::value).toArray(String[]::new);
        database.query(
                connection, Statement.EXISTING_STREAM, new Binds().set(Parameter.STREAMS, names), ResultSet::next);
    }

    private static Database database() {
        return new Database(
                DATABASE.dsl().configuration(),
                new Statements.Cache(SqlParts.commitsAreDurable(), Duration.ofSeconds(10)));
    }

    /** With somebody in the way, so that it is asked who that is. */
    private static void askForEverythingInOrder(EventStore store, int number) throws SQLException {
        try (Connection other = DATABASE.connect()) {
            other.setAutoCommit(false);
            store.in(other).append(newStream(), any(), note(1));
            store.append(newStream(), any(), note(2));
            store.horizon();
            other.rollback();
        }
        store.publishHorizon();
        store.readAll(AllSlice.all().after(500_000).limit(number));
    }

    private static String text(Statement statement) {
        Configuration configuration = DATABASE.dsl().configuration();
        return Sql.render(
                        statement.query(SqlParts.commitsAreDurable()),
                        Rendering.of(configuration).configuration())
                .text();
    }

    private static void prepareAtOnce(Plans plans) throws SQLException {
        plans.connection().unwrap(PGConnection.class).setPrepareThreshold(1);
    }

    private static StreamId newStream() {
        return StreamId.of("asked", UUID.randomUUID());
    }
}
