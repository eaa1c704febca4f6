package io.github.jooqeventstore.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the store under torture is.
 *
 * @param schema the schema of the program's own, which unqualified names mean
 */
record Address(String url, @Nullable String user, @Nullable String password, String schema) {

    private static final int LOGIN_SECONDS = 10;
    private static final int ANSWER_SECONDS = 120;

    /** What a connection is for; the server shows it as the application's name. */
    enum Role {
        WRITER,
        READER,
        FAULT,
        MANAGER
    }

    /** A new connection, which commits each statement by itself. */
    Connection connect(Role role) throws SQLException {
        PGSimpleDataSource source = dataSource();
        source.setCurrentSchema(schema);
        source.setApplicationName(applicationName(role));
        return source.getConnection();
    }

    String applicationName(Role role) {
        return schema + " " + role;
    }

    /** For the migration: it wants the session as the user has it. */
    DataSource plainDataSource() {
        return dataSource();
    }

    /** jOOQ over a connection, with the store's tables in the schema. */
    DSLContext dsl(Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES, settings());
    }

    Settings settings() {
        return new Settings()
                .withExecuteLogging(false)
                .withRenderMapping(new RenderMapping()
                        .withSchemata(
                                new MappedSchema().withInput("event_store").withOutput(schema)));
    }

    /** For another process of this program: a command line is there for all to read, an environment is not. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("TORTURE_URL", url);
        environment.put("TORTURE_SCHEMA", schema);
        if (user != null) {
            environment.put("TORTURE_USER", user);
        }
        if (password != null) {
            environment.put("TORTURE_PASSWORD", password);
        }
        return environment;
    }

    static Address of(Map<String, String> environment) {
        return new Address(
                environment.getOrDefault("TORTURE_URL", ""),
                environment.get("TORTURE_USER"),
                environment.get("TORTURE_PASSWORD"),
                environment.getOrDefault("TORTURE_SCHEMA", ""));
    }

    /** The schema alone: a URL may hold what is secret. */
    @Override
    public String toString() {
        return "schema " + schema;
    }

    private PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        if (user != null) {
            source.setUser(user);
        }
        if (password != null) {
            source.setPassword(password);
        }
        source.setLoginTimeout(LOGIN_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        source.setTcpKeepAlive(true);
        return source;
    }
}
