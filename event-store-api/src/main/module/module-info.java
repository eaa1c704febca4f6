/**
 * An event store in PostgreSQL for jOOQ applications.
 *
 * <p>An application that is a module itself opens the packages of its events and of the states of its snapshots to {@code
 * tools.jackson.databind}, and requires {@code com.zaxxer.hikari} if it uses package {@code pool}.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // both carry their names in their manifests
module io.github.jooqeventstore {
    requires transitive io.github.jooqeventstore.migration;
    requires transitive org.jooq;
    requires transitive tools.jackson.databind;
    requires org.postgresql.jdbc;
    requires static com.zaxxer.hikari;
    requires static micrometer.core;
    requires static transitive org.jspecify;

    exports io.github.jooqeventstore;
    exports io.github.jooqeventstore.pool;
    exports io.github.jooqeventstore.projection;
    exports io.github.jooqeventstore.schema;
    exports io.github.jooqeventstore.schema.tables;
    exports io.github.jooqeventstore.schema.tables.records;
    exports io.github.jooqeventstore.snapshot;
    exports io.github.jooqeventstore.subscription;
}
