package io.github.jooqeventstore.codegen;

import org.flywaydb.core.Flyway;

/** Brings the tables of the event store into an empty database. */
final class Migrations {

    static final String LOCATION = "event-store/migration";
    static final String HISTORY_TABLE = "event_store_schema_history";

    private Migrations() {}

    static void apply(String jdbcUrl, String user, String password, String schema) {
        Flyway.configure()
                .dataSource(jdbcUrl, user, password)
                .schemas(schema)
                .defaultSchema(schema)
                .table(HISTORY_TABLE)
                .locations("classpath:" + LOCATION)
                .failOnMissingLocations(true)
                .load()
                .migrate();
    }
}
