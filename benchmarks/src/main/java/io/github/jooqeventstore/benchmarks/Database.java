package io.github.jooqeventstore.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.benchmarks.contender.Contender;
import io.github.jooqeventstore.migration.SchemaMigrations;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/** A database for the event store's tables, and a table like {@code events} for plain JDBC, with a pool for both. */
final class Database implements AutoCloseable {

    /** A table with the columns and indexes of {@code events}, and nothing that checks. */
    static final String RAW_TABLE = "raw_events";

    private final HikariDataSource pool;

    Database(Server database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(Contender.CONNECTIONS);
        pool = new HikariDataSource(config);
    }

    void createTables() throws SQLException {
        SchemaMigrations.of(pool).migrate();
        execute("create table " + RAW_TABLE + " (like event_store.events including all)");
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

    @Override
    public void close() {
        pool.close();
    }
}
