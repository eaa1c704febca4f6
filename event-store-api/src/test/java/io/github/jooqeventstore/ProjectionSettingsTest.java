package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.Totals.TOTALS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.projection.RunningProjection;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Projections and their rebuild under settings of the caller's, which lead the tables elsewhere already. */
class ProjectionSettingsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static MappedSchema totalsIn(MappedSchema schema, String table) {
        return schema.withTables(new MappedTable().withInput("totals").withOutput(table));
    }

    static Stream<Arguments> settings() {
        MappedSchema storeThere = new MappedSchema().withInput("event_store").withOutput("Tenant Store");
        return Stream.of(
                Arguments.of(
                        "a schema",
                        "tenant",
                        "totals",
                        new Settings()
                                .withRenderMapping(new RenderMapping()
                                        .withSchemata(
                                                storeThere,
                                                new MappedSchema()
                                                        .withInput("public")
                                                        .withOutput("tenant")))),
                Arguments.of(
                        "a schema and a table",
                        "tenant",
                        "Totals of a tenant",
                        new Settings()
                                .withRenderMapping(new RenderMapping()
                                        .withSchemata(
                                                storeThere,
                                                totalsIn(
                                                        new MappedSchema()
                                                                .withInput("public")
                                                                .withOutput("tenant"),
                                                        "Totals of a tenant")))),
                Arguments.of(
                        "expressions",
                        "public",
                        "all_totals",
                        new Settings()
                                .withRenderMapping(new RenderMapping()
                                        .withSchemata(new MappedSchema()
                                                .withInputExpression(Pattern.compile("pub(.*)"))
                                                .withOutput("pub$1")
                                                .withTables(new MappedTable()
                                                        .withInputExpression(Pattern.compile("(tot.*)"))
                                                        .withOutput("all_$1"))))),
                Arguments.of(
                        "no quotes", "public", "totals", new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER)),
                Arguments.of("no schema", "tenant", "totals", new Settings().withRenderSchema(false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void areFollowed(String which, String schema, String table, Settings settings) throws Exception {
        TestDatabase database = TestDatabase.empty();
        TestDatabase reached = which.equals("no schema") ? database.withSearchPath("tenant") : database;
        DSLContext plain = database.dsl();
        plain.execute("create schema if not exists tenant");
        DSLContext mapped = DSL.using(reached.dataSource(), SQLDialect.POSTGRES, settings);
        EventStore store = EventStore.using(mapped);
        store.migrations().migrate();
        Totals.create(plain, schema);
        if (!table.equals("totals")) {
            plain.execute("alter table {0} rename to {1}", DSL.name(schema, "totals"), DSL.name(table));
        }
        Settings before = (Settings) settings.clone();

        try (Projections projections = Projections.of(store)) {
            Projection totals = Totals.projection("totals");
            RunningProjection first = projections.start(totals);
            first.waitFor(store.append(StreamId.of("mapped"), any(), notes(3)), LONG);
            assertThat(Totals.of(mapped)).containsEntry("mapped", 3L);

            Projection second = new Projection(
                    totals.definition(), 2, totals.tables(), batch -> Totals.count(batch.dsl(), batch.events(), 5));
            RunningProjection running = projections.rebuild(second).swap(LONG);

            assertThat(Totals.of(mapped)).containsEntry("mapped", 15L);
            assertThat(plain.fetchCount(DSL.table(DSL.name(schema, table + "__previous"))))
                    .isEqualTo(1);
            running.waitFor(store.append(StreamId.of("mapped"), any(), notes(1)), LONG);
            assertThat(Totals.of(mapped)).containsEntry("mapped", 20L);
            projections.rollBack(second);
            Await.until("version 1 again", () -> Totals.of(mapped).getOrDefault("mapped", 0L) == 4);
        }
        assertThat(settings).isEqualTo(before);
        assertThat(mapped.fetchCount(TOTALS)).isEqualTo(1);
    }
}
