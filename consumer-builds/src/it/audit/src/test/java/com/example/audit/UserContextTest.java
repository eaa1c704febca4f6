package com.example.audit;

import static com.example.audit.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.jsonbGetAttributeAsText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventMetadata;
import io.github.jooqeventstore.EventQuery;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UserContextTest {

    private static final Condition BY_PHONE =
            jsonbGetAttributeAsText(EVENTS.USER_CONTEXT, "device").eq("phone");

    private static final StreamId AUDIT = StreamId.of("audit");

    private static PostgresServer server;
    private static SchemaMigrations store;
    private static DSLContext dsl;

    @BeforeAll
    static void eventsOfBeforeAndAfterTheMigration() {
        server = PostgresServer.start();
        String url = server.createDatabase("audit");
        dsl = DSL.using(url, server.user(), server.password());
        store = SchemaMigrations.of(url, server.user(), server.password());
        store.migrate();
        append(onPhone("before"));

        Flyway flyway = Flyway.configure()
                .dataSource(url, server.user(), server.password())
                .load();
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        flyway.migrate();
        append(
                NewEvent.of(new JsonEvent("plain", "{}")),
                onPhone("phone"),
                NewEvent.of(new JsonEvent("desk", "{}"), EventMetadata.of("user_context", "{\"device\":\"desk\"}")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isFilledByAppend() {
        JSONB context = dsl.select(EVENTS.USER_CONTEXT)
                .from(EVENTS)
                .where(EVENTS.EVENT_TYPE.eq("phone"))
                .fetchSingle()
                .value1();
        assertEquals(JSONB.valueOf("{\"device\": \"phone\"}"), context);
    }

    @Test
    void isFilledForARoleThatMayDoNoMoreThanAppend() {
        store.grant("audit_app", "audit_reader");
        dsl.transaction(tx -> {
            tx.dsl().execute("set local role audit_app");
            EventStore.using(dsl).in(tx).append(StreamId.of("by-role"), ExpectedVersion.noStream(), onPhone("by-role"));
        });
        assertEquals(
                "phone",
                dsl.select(jsonbGetAttributeAsText(EVENTS.USER_CONTEXT, "device"))
                        .from(EVENTS)
                        .where(EVENTS.EVENT_TYPE.eq("by-role"))
                        .fetchSingle()
                        .value1());
    }

    @Test
    void staysEmptyForOlderEvents() {
        assertNull(dsl.select(EVENTS.USER_CONTEXT)
                .from(EVENTS)
                .where(EVENTS.EVENT_TYPE.eq("before"))
                .fetchSingle()
                .value1());
    }

    @Test
    void isAFilterOfTheStore() {
        assertEquals(
                List.of("phone"),
                EventStore.using(dsl).query(EventQuery.where(EventFilter.matching(BY_PHONE).and(EventFilter.ofStream(AUDIT)))).stream()
                        .map(RecordedEvent::type)
                        .toList());
    }

    @Test
    void isNoFindingOfTheStoresOwnValidation() {
        assertEquals(List.of(), store.validate());
    }

    private static void append(NewEvent... events) {
        EventStore.using(dsl).append(AUDIT, ExpectedVersion.any(), List.of(events));
    }

    private static NewEvent onPhone(String type) {
        return NewEvent.of(
                new JsonEvent(type, "{}"), EventMetadata.of("user_context", "{\"device\":\"phone\"}"));
    }
}
