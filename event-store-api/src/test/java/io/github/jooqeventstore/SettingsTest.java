package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.schema;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.schema.EventStoreSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.conf.ExecuteWithoutWhere;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.ParamType;
import org.jooq.conf.RenderKeywordCase;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.RenderTable;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.conf.ThrowExceptions;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String DEFAULT_SCHEMA = "event_store";
    private static final String TENANT_A = "tenant_a";

    /** A name that hurts wherever it is not quoted. */
    private static final String TENANT_B = "Tenant 'B' {0} ?; --";

    private static final TestDatabase DATABASE = TestDatabase.empty();
    private static final HikariDataSource POOL = pool();

    @BeforeAll
    static void makeTheTenants() {
        for (String schema : List.of(DEFAULT_SCHEMA, TENANT_A, TENANT_B)) {
            SchemaMigrations.of(DATABASE.dataSource()).schema(schema).migrate();
        }
    }

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Nested
    class OfTheCaller {

        static Stream<Choice> choices() {
            List<Choice> choices = new ArrayList<>();
            choices.add(new Choice("nothing", s -> s));
            for (RenderQuotedNames quoted : RenderQuotedNames.values()) {
                choices.add(new Choice("renderQuotedNames " + quoted, s -> s.withRenderQuotedNames(quoted)));
            }
            choices.add(new Choice("renderNameCase LOWER", s -> s.withRenderNameCase(RenderNameCase.LOWER)));
            choices.add(new Choice(
                    "renderNameCase UPPER, not quoted",
                    s -> s.withRenderNameCase(RenderNameCase.UPPER).withRenderQuotedNames(RenderQuotedNames.NEVER)));
            choices.add(new Choice(
                    "renderNameCase UPPER_IF_UNQUOTED", s -> s.withRenderNameCase(RenderNameCase.UPPER_IF_UNQUOTED)));
            for (RenderTable table : RenderTable.values()) {
                choices.add(new Choice("renderTable " + table, s -> s.withRenderTable(table)));
            }
            choices.add(new Choice("renderCatalog false", s -> s.withRenderCatalog(false)));
            choices.add(new Choice(
                    "renderKeywordCase UPPER, formatted",
                    s -> s.withRenderKeywordCase(RenderKeywordCase.UPPER).withRenderFormatted(true)));
            choices.add(new Choice(
                    "statementType STATIC_STATEMENT", s -> s.withStatementType(StatementType.STATIC_STATEMENT)));
            choices.add(new Choice("paramType INLINED", s -> s.withParamType(ParamType.INLINED)));
            choices.add(new Choice("renderPlainSQLTemplatesAsRaw", s -> s.withRenderPlainSQLTemplatesAsRaw(true)));
            choices.add(new Choice("maxRows 1", s -> s.withMaxRows(1)));
            choices.add(new Choice("fetchSize 1", s -> s.withFetchSize(1)));
            choices.add(new Choice("queryTimeout 30", s -> s.withQueryTimeout(30)));
            choices.add(new Choice(
                    "executeUpdateWithoutWhere THROW",
                    s -> s.withExecuteUpdateWithoutWhere(ExecuteWithoutWhere.THROW)));
            choices.add(new Choice("inListPadding", s -> s.withInListPadding(true)));
            return choices.stream();
        }

        @ParameterizedTest
        @MethodSource("choices")
        void areGoodForEverythingAndNotChanged(Choice choice) {
            assertGoodAndUnchanged(choice, DSL.using(POOL, SQLDialect.POSTGRES, choice.settings()));
        }

        @ParameterizedTest
        @MethodSource("choices")
        void areGoodForEverythingWhereSomebodyListens(Choice choice) {
            DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES, choice.settings());
            dsl.configuration().set(new Listening());
            assertGoodAndUnchanged(choice, dsl);
        }

        private static void assertGoodAndUnchanged(Choice choice, DSLContext dsl) {
            Configuration configuration = dsl.configuration();
            configuration.data("the caller's", choice);
            Map<String, Object> before = partsOf(configuration);
            Settings settings = configuration.settings();
            int already = eventsIn(DEFAULT_SCHEMA);

            int written = Everything.doneWith(dsl);

            assertThat(eventsIn(DEFAULT_SCHEMA)).isEqualTo(already + written);
            assertThat(partsOf(configuration)).isEqualTo(before);
            assertThat(configuration.settings()).isSameAs(settings).isEqualTo(choice.settings());
        }

        private static Map<String, Object> partsOf(Configuration configuration) {
            Map<String, Object> parts = new HashMap<>();
            parts.put("data", new HashMap<>(configuration.data()));
            parts.put("dialect", configuration.dialect());
            parts.put("connections", configuration.connectionProvider());
            parts.put("executeListeners", Arrays.asList(configuration.executeListenerProviders()));
            parts.put("visitListeners", Arrays.asList(configuration.visitListenerProviders()));
            parts.put("transactionListeners", Arrays.asList(configuration.transactionListenerProviders()));
            return parts;
        }
    }

    @Nested
    class ThatMapTheSchema {

        @ParameterizedTest
        @ValueSource(strings = {TENANT_A, TENANT_B})
        void leadEverythingThere(String tenant) {
            assertLeadsTo(tenant, DSL.using(POOL, SQLDialect.POSTGRES, mappedTo(tenant)));
        }

        @ParameterizedTest
        @ValueSource(strings = {TENANT_A, TENANT_B})
        void leadEverythingThereWhereSomebodyListens(String tenant) {
            DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES, mappedTo(tenant));
            dsl.configuration().set(new Listening());
            assertLeadsTo(tenant, dsl);
        }

        @Test
        void areFollowedToTablesOfOtherNames() {
            String schema = "renamed";
            SchemaMigrations.of(DATABASE.dataSource()).schema(schema).migrate();
            DSLContext plain = DATABASE.dsl();
            plain.alterTable(table(name(schema, "events"))).renameTo("facts").execute();
            Settings settings = new Settings()
                    .withRenderMapping(new RenderMapping()
                            .withSchemata(new MappedSchema()
                                    .withInput(DEFAULT_SCHEMA)
                                    .withOutput(schema)
                                    .withTables(new MappedTable()
                                            .withInput("events")
                                            .withOutput("facts"))));
            int written = Everything.doneWith(DSL.using(POOL, SQLDialect.POSTGRES, settings));
            assertThat(plain.fetchCount(table(name(schema, "facts")))).isEqualTo(written);
        }
    }

    @Nested
    class ThatNameNoSchema {

        @ParameterizedTest
        @ValueSource(strings = {TENANT_A, TENANT_B})
        void leadWhereTheSearchPathLeads(String tenant) {
            try (HikariDataSource pool = pool()) {
                pool.setSchema(tenant);
                assertLeadsTo(tenant, DSL.using(pool, SQLDialect.POSTGRES, new Settings().withRenderSchema(false)));
            }
        }
    }

    @Nested
    class ThatAreChangedInPlace {

        @Test
        void areFollowedAtOnce() {
            DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES, mappedTo(TENANT_A));
            Settings settings = dsl.settings();
            EventStore store = EventStore.using(dsl);
            StreamId stream = newStream();
            store.append(stream, noStream(), note(1));

            settings.getRenderMapping().getSchemata().getFirst().setOutput(TENANT_B);
            store.append(stream, noStream(), note(2));
            settings.setRenderMapping(null);
            store.append(stream, noStream(), note(3));
            settings.setRenderMapping(mappedTo(TENANT_A).getRenderMapping());

            assertThat(store.load(stream)).extracting(RecordedEvent::json).containsExactly("{\"number\": 1}");
            assertThat(storeOf(TENANT_B).load(stream))
                    .extracting(RecordedEvent::json)
                    .containsExactly("{\"number\": 2}");
            assertThat(EventStore.using(DATABASE.dsl()).load(stream))
                    .extracting(RecordedEvent::json)
                    .containsExactly("{\"number\": 3}");
        }

        @Test
        void doNotReachTheStatementsOfOthers() {
            Configuration configuration =
                    DSL.using(SQLDialect.POSTGRES, mappedTo(TENANT_A)).configuration();
            Rendering kept = Rendering.of(configuration).copy();
            configuration.settings().getRenderMapping().getSchemata().getFirst().setOutput(TENANT_B);

            assertThat(kept)
                    .isEqualTo(Rendering.of(
                            DSL.using(SQLDialect.POSTGRES, mappedTo(TENANT_A)).configuration()));
        }
    }

    @Nested
    class OfSeveralTenants {

        /** A tenant, and how many events it has been given. */
        private record Tenant(String schema, DSLContext dsl, AtomicInteger written) {}

        private final EventStore store = EventStore.using(DATABASE.dsl());
        private final String category = "tenants-" + UUID.randomUUID();
        private final List<Tenant> tenants = List.of(
                new Tenant(TENANT_A, DSL.using(POOL, SQLDialect.POSTGRES, mappedTo(TENANT_A)), new AtomicInteger()),
                new Tenant(TENANT_B, DSL.using(POOL, SQLDialect.POSTGRES, mappedTo(TENANT_B)), new AtomicInteger()),
                new Tenant(DEFAULT_SCHEMA, DSL.using(POOL, SQLDialect.POSTGRES), new AtomicInteger()));

        @Test
        void keepTheRowsOfEachApartWhenCallsOfAllAreMixed() throws Exception {
            Threads.together(8, thread -> {
                Random random = new Random(thread);
                for (int call = 0; call < 60; call++) {
                    Tenant tenant = tenants.get(random.nextInt(tenants.size()));
                    tenant.written().addAndGet(anyCall(tenant, random));
                }
                return thread;
            });

            for (Tenant tenant : tenants) {
                assertThat(store.in(tenant.dsl()).query(EventQuery.where(EventFilter.streamPrefix(category))))
                        .as(tenant.schema())
                        .hasSize(tenant.written().get())
                        .allMatch(event -> event.type().equals(tenant.schema()));
            }
        }

        /** Returns how many events it has appended. */
        private int anyCall(Tenant tenant, Random random) {
            EventStore here = store.in(tenant.dsl());
            StreamId one = StreamId.of(category, random.nextInt(4));
            StreamId other = StreamId.of(category, 4 + random.nextInt(4));
            JsonEvent event = new JsonEvent(tenant.schema(), "{}");
            return switch (random.nextInt(5)) {
                case 0 -> {
                    here.append(one, any(), event);
                    yield 1;
                }
                case 1 -> {
                    here.append(one, any(), event, event);
                    yield 2;
                }
                case 2 -> {
                    tenant.dsl().transaction(tx -> store.in(tx).append(one, any(), event));
                    yield 1;
                }
                case 3 -> {
                    here.append(List.of(StreamAppend.of(one, any(), event), StreamAppend.of(other, any(), event)));
                    yield 2;
                }
                default -> {
                    assertThat(here.load(one)).allMatch(read -> read.type().equals(tenant.schema()));
                    assertThat(here.query(EventQuery.where(EventFilter.ofStream(other))))
                            .allMatch(read -> read.type().equals(tenant.schema()));
                    yield 0;
                }
            };
        }
    }

    @Nested
    class WithExecuteListeners {

        @Test
        void showThemEveryStatement() {
            Listening listening = new Listening();
            DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES);
            dsl.configuration().set(listening);
            Everything.doneWith(dsl);
            assertThat(listening.texts())
                    .as("the check of the schema, the appends, the reads")
                    .anyMatch(sql -> sql.contains("\"compatible_from\""))
                    .anyMatch(sql -> sql.contains("on conflict (\"stream_id\") do update"))
                    .anyMatch(sql -> sql.contains("for no key update"))
                    .anyMatch(sql -> sql.contains("fetch next ? rows only"));
        }

        @Test
        void showThemNoPayload() {
            Listening listening = new Listening();
            DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES);
            dsl.configuration().set(listening);
            EventStore store = EventStore.using(dsl);
            JsonEvent event = new JsonEvent("noted", "{\"secret\": \"canary\"}");
            EventMetadata metadata = EventMetadata.none().withUserId("canary");
            StreamId stream = newStream();
            store.append(stream, noStream(), NewEvent.of(event, metadata));
            store.append(stream, exactly(1), event, NewEvent.of(event, metadata));
            dsl.transaction(tx -> store.in(tx).append(stream, any(), event, NewEvent.of(event, metadata)));
            store.append(List.of(
                    StreamAppend.of(stream, any(), event),
                    StreamAppend.of(newStream(), noStream(), NewEvent.of(event, metadata))));

            assertThat(listening.texts()).hasSizeGreaterThanOrEqualTo(5).noneMatch(text -> text.contains("canary"));
        }

        @ParameterizedTest
        @EnumSource
        void doNotHideWhatTheDatabaseRefusesWhenExceptionsAreNotThrown(ThrowExceptions thrown) throws Exception {
            DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES, new Settings().withThrowExceptions(thrown));
            dsl.configuration().set(new Listening());
            EventStore store = EventStore.using(dsl);
            try (Connection readOnly = DATABASE.connect()) {
                readOnly.setReadOnly(true);
                readOnly.setAutoCommit(false);
                assertThatThrownBy(() -> store.in(readOnly).append(newStream(), any(), note(1)))
                        .isInstanceOf(ReadOnlyDatabaseException.class);
            }
        }
    }

    @Nested
    class WithAnExceptionTranslator {

        private final DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES);
        private final EventStore store;

        WithAnExceptionTranslator() {
            dsl.configuration().set(new Translating());
            store = EventStore.using(dsl);
        }

        @Test
        void stillKnowTheSameEventsWrittenElsewhereAtThisMoment() throws Exception {
            StreamId stream = newStream();
            NewEvent event = NewEvent.of(note(1));
            store.append(stream, noStream(), note(0));
            AppendResult first;
            Future<AppendResult> twin;
            try (Connection other = DATABASE.connect()) {
                other.setAutoCommit(false);
                first = EventStore.using(DATABASE.dsl()).in(other).append(stream, any(), event);
                twin = Threads.beside(() -> store.append(stream, any(), event));
                Sessions.awaitWaitingForLocks(DATABASE, 1);
                other.commit();
            }
            AppendResult second = Threads.result(twin);
            assertThat(second.repeated()).isTrue();
            assertThat(second.positions()).isEqualTo(first.positions());
        }

        @Test
        void stillThrowWhatTheLibraryHasANameFor() throws SQLException {
            try (Connection readOnly = DATABASE.connect()) {
                readOnly.setReadOnly(true);
                readOnly.setAutoCommit(false);
                assertThatThrownBy(() -> store.in(readOnly).append(newStream(), any(), note(1)))
                        .isInstanceOf(ReadOnlyDatabaseException.class);
            }
        }

        @Test
        void giveTheTranslatorNoPayload() {
            DATABASE.dsl()
                    .execute("alter table event_store.events add constraint no_canaries"
                            + " check (event_data ->> 'secret' is distinct from 'bird') not valid");
            assertThatExceptionOfType(Translated.class)
                    .isThrownBy(
                            () -> store.append(newStream(), any(), new JsonEvent("noted", "{\"secret\": \"bird\"}")))
                    .withStackTraceContaining("no_canaries")
                    .satisfies(e -> assertThat(Canaries.textOf(e)).doesNotContain("bird"));
        }
    }

    @Nested
    class WithVisitListeners {

        @Test
        void areRenderedByThem() {
            DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES);
            CurrentTenant tenant = new CurrentTenant();
            dsl.configuration().set(tenant);
            tenant.current = TENANT_A;
            assertLeadsTo(TENANT_A, dsl);
        }

        @Test
        void areRenderedByThemAtEachCall() {
            DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES);
            CurrentTenant tenant = new CurrentTenant();
            dsl.configuration().set(tenant);
            EventStore store = EventStore.using(dsl);
            StreamId stream = newStream();
            for (String current : List.of(TENANT_A, TENANT_B, DEFAULT_SCHEMA)) {
                tenant.current = current;
                store.append(stream, noStream(), new JsonEvent(current, "{}"));
            }
            for (String current : List.of(TENANT_A, TENANT_B, DEFAULT_SCHEMA)) {
                tenant.current = current;
                assertThat(store.load(stream)).extracting(RecordedEvent::type).containsExactly(current);
            }
        }

        @Test
        void mayLookIntoTheCallersConfiguration() {
            DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES);
            dsl.configuration().set(new TenantOfTheConfiguration());
            EventStore store = EventStore.using(dsl);
            StreamId stream = newStream();
            for (String tenant : List.of(TENANT_A, TENANT_B)) {
                Configuration derived = dsl.configuration().derive();
                derived.data("tenant", tenant);
                store.in(derived).append(stream, noStream(), note(1));
                assertThat(storeOf(tenant).load(stream)).hasSize(1);
            }
        }
    }

    @Nested
    class ThatLimitTheTime {

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void endAnAppendThatWaitsLongerAndWriteNothing(boolean listened) throws SQLException {
            StreamId stream = newStream();
            DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES, new Settings().withQueryTimeout(1));
            if (listened) {
                dsl.configuration().set(new Listening());
            }
            EventStore store = EventStore.using(dsl);
            store.append(stream, noStream(), note(1));
            try (Connection other = DATABASE.connect()) {
                other.setAutoCommit(false);
                store.in(other).append(stream, exactly(1), note(2));
                assertThatThrownBy(() -> store.append(stream, any(), note(3)))
                        .hasMessage("ERROR: canceling statement due to user request");
                other.rollback();
            }
            assertThat(store.load(stream)).hasSize(1);
        }
    }

    @Nested
    class OfAnotherDialect {

        @ParameterizedTest
        @EnumSource(
                value = SQLDialect.class,
                names = {"H2", "MYSQL", "SQLITE", "YUGABYTEDB", "DEFAULT"})
        void areRefused(SQLDialect dialect) {
            DSLContext dsl = DSL.using(POOL, dialect);
            assertThatThrownBy(() -> EventStore.using(dsl))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("event store: must be given dialect POSTGRES, found " + dialect);
            EventStore store = EventStore.using(DATABASE.dsl());
            assertThatThrownBy(() -> store.in(dsl)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Nested
    class TheTextOfAStatement {

        @ParameterizedTest
        @EnumSource
        void isTheSameAtEachRendering(io.github.jooqeventstore.Statement statement) {
            Settings settings = new Settings();
            String text = render(statement, settings);
            assertThat(render(statement, settings))
                    .as("one entry in the statistics and in the driver's cache")
                    .isEqualTo(text)
                    .doesNotContain("alias_");
        }

        private static String render(io.github.jooqeventstore.Statement statement, Settings settings) {
            Configuration configuration =
                    DSL.using(SQLDialect.POSTGRES, settings).configuration();
            return Sql.render(
                            statement.query(SqlParts.commitsAreDurable()),
                            Rendering.of(configuration).configuration())
                    .text();
        }
    }

    /** Settings by name, made anew each time. */
    record Choice(String name, Function<Settings, Settings> change) {

        Settings settings() {
            return change.apply(new Settings());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Keeps every text that a listener can have of the statements, as logs do. */
    private static final class Listening implements ExecuteListener {

        private static final long serialVersionUID = 1L;

        private final transient ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();

        @Override
        public void executeStart(ExecuteContext context) {
            String sql = context.sql();
            texts.add(sql == null ? "" : sql);
            if (context.query() != null) {
                texts.add(context.query().toString());
                texts.add(context.query().getSQL(ParamType.INLINED));
                texts.add(context.dsl().renderInlined(context.query()));
            }
            texts.add(Arrays.toString(context.params()));
        }

        List<String> texts() {
            return List.copyOf(texts);
        }
    }

    /** Puts exceptions of its own in the place of jOOQ's, as frameworks do. */
    private static final class Translating implements ExecuteListener {

        private static final long serialVersionUID = 1L;

        @Override
        public void exception(ExecuteContext context) {
            context.exception(new Translated(Objects.requireNonNull(context.sqlException())));
        }
    }

    private static final class Translated extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Translated(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Renders the schema of whoever is the tenant now. */
    private static final class CurrentTenant implements VisitListener {

        private String current = DEFAULT_SCHEMA;

        @Override
        public void visitStart(VisitContext context) {
            if (context.queryPart() instanceof EventStoreSchema) {
                context.queryPart(schema(name(current)));
            }
        }
    }

    /** Renders the schema of the tenant that the configuration names. */
    private static final class TenantOfTheConfiguration implements VisitListener {

        @Override
        public void visitStart(VisitContext context) {
            if (context.queryPart() instanceof EventStoreSchema) {
                context.queryPart(
                        schema(name(String.valueOf(context.configuration().data("tenant")))));
            }
        }
    }

    private static void assertLeadsTo(String tenant, DSLContext dsl) {
        int inTheDefault = eventsIn(DEFAULT_SCHEMA);
        int already = eventsIn(tenant);
        int written = Everything.doneWith(dsl);
        assertThat(eventsIn(tenant)).isEqualTo(already + written);
        assertThat(eventsIn(DEFAULT_SCHEMA)).isEqualTo(inTheDefault);
    }

    private static Settings mappedTo(String schema) {
        return new Settings()
                .withRenderMapping(new RenderMapping()
                        .withSchemata(
                                new MappedSchema().withInput(DEFAULT_SCHEMA).withOutput(schema)));
    }

    private static EventStore storeOf(String tenant) {
        return EventStore.using(DSL.using(POOL, SQLDialect.POSTGRES, mappedTo(tenant)));
    }

    private static int eventsIn(String schema) {
        return DSL.using(POOL, SQLDialect.POSTGRES).fetchCount(table(name(schema, "events")));
    }

    private static StreamId newStream() {
        return StreamId.of("settings", UUID.randomUUID());
    }

    private static HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(DATABASE.dataSource());
        pool.setMaximumPoolSize(8);
        return pool;
    }
}
