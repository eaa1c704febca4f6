package io.github.jooqeventstore;

import io.github.jooqeventstore.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

final class TestDatabase {
    private static final PostgresServer SERVER = PostgresServer.start();
    private static final AtomicInteger N = new AtomicInteger();
    final String url;
    private TestDatabase(String url) { this.url = url; }
    static TestDatabase create() throws SQLException, IOException {
        TestDatabase db = new TestDatabase(SERVER.createDatabase("t" + N.incrementAndGet()));
        try (Connection c = db.connect(); InputStream in = TestDatabase.class.getResourceAsStream("/event-store/migration/V1__event_store.sql")) {
            c.createStatement().execute("create schema event_store; set search_path to event_store; " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return db;
    }
    Connection connect() throws SQLException { return DriverManager.getConnection(url, SERVER.user(), SERVER.password()); }
    DSLContext dsl() throws SQLException { return DSL.using(connect(), SQLDialect.POSTGRES); }
}
