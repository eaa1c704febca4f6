package io.github.jooqeventstore.operations;

import io.github.jooqeventstore.migration.SchemaMigrations;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One database of a server, who logs in, and the schema of the event store in it. A value.
 *
 * @param host name or address of the server
 * @param port its port
 * @param database the name of the database
 * @param user who logs in
 * @param password the user's; null where none is needed
 * @param schema the schema of the event store, as the database keeps its name
 * @param parameters further parameters of the JDBC URL by name, {@code sslmode} for instance
 */
public record DatabaseTarget(
        String host,
        int port,
        String database,
        String user,
        @Nullable String password,
        String schema,
        Map<String, String> parameters) {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /**
     * Checks and copies.
     *
     * @throws OperationsException with {@link ExitCode#USAGE} for a {@code sslmode} that PostgreSQL does not know
     */
    public DatabaseTarget {
        parameters = Map.copyOf(parameters);
        String mode = parameters.get("sslmode");
        if (mode != null && !SSL_MODES.contains(mode)) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "sslmode: expected disable, allow, prefer, require, verify-ca or verify-full, found " + mode);
        }
    }

    /**
     * {@return the target that a JDBC URL names, with the default schema of the event store}
     *
     * @param jdbcUrl {@code jdbc:postgresql://host:port/database?parameters}, with one host and without a password
     * @param user who logs in; null: the URL's own
     * @param password the user's; null where none is needed
     * @throws OperationsException with {@link ExitCode#USAGE} when the URL is none, names several hosts or holds a password
     */
    public static DatabaseTarget of(String jdbcUrl, @Nullable String user, @Nullable String password) {
        if (hasLogin(jdbcUrl)) {
            throw withPassword();
        }
        var parsed = jdbcUrl.startsWith(PREFIX) ? Driver.parseURL(jdbcUrl, null) : null;
        if (parsed == null) {
            throw usage("a JDBC URL such as jdbc:postgresql://localhost:5432/orders, found another text");
        }
        if (parsed.getProperty("password") != null || parsed.getProperty("sslpassword") != null) {
            throw withPassword();
        }
        String host = parsed.getProperty("PGHOST", "localhost");
        if (host.contains(",")) {
            throw usage("one host, found several: name the server that this is about");
        }
        String login = user == null ? parsed.getProperty("user") : user;
        if (login == null) {
            throw usage("a user in it or beside it, found none");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : parsed.stringPropertyNames()) {
            if (!name.startsWith("PG") && !name.equals("user")) {
                parameters.put(name, parsed.getProperty(name));
            }
        }
        return new DatabaseTarget(
                host,
                Integer.parseInt(parsed.getProperty("PGPORT", "5432")),
                parsed.getProperty("PGDBNAME", login),
                login,
                password,
                SchemaMigrations.DEFAULT_SCHEMA,
                parameters);
    }

    /** {@return the same in another database of the server} */
    public DatabaseTarget database(String name) {
        return new DatabaseTarget(host, port, name, user, password, schema, parameters);
    }

    /** {@return the same with another schema} */
    public DatabaseTarget schema(String name) {
        return new DatabaseTarget(host, port, database, user, password, name, parameters);
    }

    /** {@return the same, its connections known to the server by this name} */
    public DatabaseTarget applicationName(String name) {
        return with(Map.of(PGProperty.APPLICATION_NAME.getName(), name));
    }

    /** {@return the same with these parameters of the JDBC URL, which go before those that there are} */
    public DatabaseTarget with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.putAll(more);
        return new DatabaseTarget(host, port, database, user, password, schema, all);
    }

    /** {@return connections to the database, each of them new: there is no pool} */
    public PGSimpleDataSource dataSource() {
        var dataSource = new PGSimpleDataSource();
        try {
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                dataSource.setProperty(parameter.getKey(), parameter.getValue());
            }
            if (!parameters.containsKey(PGProperty.APPLICATION_NAME.getName())) {
                dataSource.setApplicationName("event-store");
            }
        } catch (java.sql.SQLException e) {
            throw new OperationsException(ExitCode.USAGE, this + ": " + e.getMessage(), e);
        }
        dataSource.setServerNames(new String[] {host});
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setDatabaseName(database);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    /**
     * {@return the environment in which PostgreSQL's own programs find this database} It holds no password: see {@code
     * passwordFile}.
     *
     * @param passwordFile a password file that only this account can read; null where there is no password
     */
    public Map<String, String> environment(@Nullable Path passwordFile) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PGHOST", host);
        environment.put("PGPORT", Integer.toString(port));
        environment.put("PGDATABASE", database);
        environment.put("PGUSER", user);
        environment.put("PGAPPNAME", "event-store");
        environment.put("PGCONNECT_TIMEOUT", "10");
        take(environment, "PGSSLMODE", "sslmode");
        take(environment, "PGSSLROOTCERT", "sslrootcert");
        take(environment, "PGSSLCERT", "sslcert");
        if (passwordFile != null) {
            environment.put("PGPASSFILE", passwordFile.toString());
        }
        return environment;
    }

    private void take(Map<String, String> environment, String variable, String parameter) {
        String value = parameters.get(parameter);
        if (value != null) {
            environment.put(variable, value);
        }
    }

    /** {@return user, server and database, without password and parameters} */
    @Override
    public String toString() {
        return "database " + database + " on " + host + ":" + port + " as " + user;
    }

    // user:password@host is the form of other drivers: ours would take it for a host, and name it in what it logs.
    private static boolean hasLogin(String url) {
        int begin = url.indexOf("//");
        return begin >= 0 && url.substring(begin + 2).split("[/?]", 2)[0].contains("@");
    }

    private static OperationsException withPassword() {
        return usage("no password in it, where every user of the machine could read it; give it by a file or by the"
                + " environment");
    }

    private static OperationsException usage(String expectation) {
        return new OperationsException(ExitCode.USAGE, "URL of the database: expected " + expectation);
    }
}
