package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class MappedMigrationsTest {

    private final TestDatabase database = TestDatabase.empty();

    @Test
    void migrateTheSchemaThatTheStoreIsMappedTo() {
        Configuration tenant = database.dsl()
                .configuration()
                .derive(new Settings()
                        .withRenderMapping(new RenderMapping()
                                .withSchemata(new MappedSchema()
                                        .withInput("event_store")
                                        .withOutput("Tenant \"A\""))));
        EventStore store = EventStore.using(DSL.using(tenant));

        store.migrations().migrate();

        assertThat(store.migrations().validate()).isEmpty();
        store.append(StreamId.of("order-1"), ExpectedVersion.noStream(), new JsonEvent("placed", "{}"));
        assertThat(database.dsl().fetchCount(DSL.table(DSL.name("Tenant \"A\"", "events"))))
                .isOne();
    }

    @Test
    void migrateTheSchemaOfTheSearchPathWhereNamesAreNotQualified() throws SQLException {
        database.dsl().createSchema("on_the_path").execute();
        Configuration unqualified = database.withSearchPath("on_the_path")
                .dsl()
                .configuration()
                .derive(new Settings().withRenderSchema(false));
        EventStore store = EventStore.using(DSL.using(unqualified));

        store.migrations().migrate();

        store.append(StreamId.of("order-1"), ExpectedVersion.noStream(), new JsonEvent("placed", "{}"));
        assertThat(database.dsl().fetchCount(DSL.table(DSL.name("on_the_path", "events"))))
                .isOne();
    }

    @Test
    void areRefusedWithoutADataSource() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            EventStore store = EventStore.using(DSL.using(connection, SQLDialect.POSTGRES));

            assertThatThrownBy(store::migrations)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("must be given a store over a DataSource");
        }
    }
}
