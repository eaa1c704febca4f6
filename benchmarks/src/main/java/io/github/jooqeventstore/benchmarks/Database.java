package io.github.jooqeventstore.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/** A durable server with the event store's tables, a table like {@code events} for plain JDBC, and a pool for both. */
final class Database {

    /** A table with the columns and indexes of {@code events}, and nothing that checks. */
    static final String RAW_TABLE = "raw_events";

    private static @Nullable Database shared;

    private final HikariDataSource pool;

    private Database() throws SQLException {
        PostgresServer server = PostgresServer.start(PostgresOptions.fromSystemProperties()
                .settings(Map.of(
                        "fsync", "on",
                        "synchronous_commit", "on",
                        "full_page_writes", "on",
                        "shared_buffers", "512MB",
                        "max_wal_size", "4GB")));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(16);
        pool = new HikariDataSource(config);
        SchemaMigrations.of(pool).migrate();
        execute("create table " + RAW_TABLE + " (like event_store.events including all)");
    }

    /** The one of this JVM, which stops with it: each fork of a benchmark measures on a server of its own. */
    static synchronized Database ofThisFork() throws SQLException {
        if (shared == null) {
            shared = new Database();
        }
        return shared;
    }

    HikariDataSource pool() {
        return pool;
    }

    EventStore store() {
        return EventStore.using(DSL.using(pool, SQLDialect.POSTGRES));
    }

    /** The store with appends of different callers written together. */
    EventStore storeWithGroupCommit() {
        return EventStore.builder(DSL.using(pool, SQLDialect.POSTGRES))
                .groupCommit()
                .build();
    }

    /** The store as a configuration with an execute listener has it: jOOQ sees every statement. */
    EventStore storeListenedTo() {
        DSLContext dsl = DSL.using(
                new DefaultConfiguration().set(pool).set(SQLDialect.POSTGRES).set(new ExecuteListener() {}));
        return EventStore.using(dsl);
    }

    /** A statement of the benchmark's own making, without any value in it. */
    void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
