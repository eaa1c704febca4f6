package com.example.hotel;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.github.jooqeventstore.postgres.PostgresServer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The PostgreSQL of the tests, past the application's own connections. */
final class Database {

    private static final PostgresServer SERVER = PostgresServer.start();
    private static final String URL = SERVER.createDatabase("hotel");

    private Database() {}

    static void tell(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> URL);
        properties.add("spring.datasource.username", SERVER::user);
        properties.add("spring.datasource.password", SERVER::password);
    }

    static DSLContext dsl() {
        return DSL.using(dataSource(), SQLDialect.POSTGRES);
    }

    static DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(URL);
        dataSource.setUser(SERVER.user());
        dataSource.setPassword(SERVER.password());
        return dataSource;
    }

    /** Ends the session that waits for a lock, once there is one, as an administrator does. */
    static void endTheOneThatWaits() {
        long end = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < end) {
            List<Integer> waiting = dsl().select(field(name("pid"), SQLDataType.INTEGER))
                    .from(table(name("pg_catalog", "pg_stat_activity")))
                    .where(field(name("wait_event_type"), SQLDataType.CLOB).eq("Lock"))
                    .fetch(0, Integer.class);
            if (!waiting.isEmpty()) {
                dsl().select(DSL.function("pg_terminate_backend", Boolean.class, DSL.val(waiting.getFirst())))
                        .fetch();
                return;
            }
            LockSupport.parkNanos(5_000_000);
        }
        throw new AssertionError("a session that waits for a lock: expected within 30 seconds, found none");
    }
}
