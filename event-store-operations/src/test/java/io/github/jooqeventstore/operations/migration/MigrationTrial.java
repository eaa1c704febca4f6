package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Cli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A store and a folder of the operator's files.
 *
 * @param store a database of its own
 * @param folder where the files are
 */
record MigrationTrial(TestStore store, Path folder) {
    static final String BY_USER = "create index concurrently events_by_user on events ((metadata ->> 'user_id'));\n";
    static final String OUTSIDE = "-- event-store:transactional=false\n";

    MigrationTrial file(String name, String sql) {
        try {
            Files.writeString(folder.resolve(name), sql);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** {@return what became of {@code migrate} and the arguments} */
    Cli migrate(String... arguments) {
        return Cli.on(store.target(), arguments(arguments));
    }

    String[] arguments(String... arguments) {
        var all = new ArrayList<>(List.of("migrate"));
        all.addAll(List.of(arguments));
        all.add("--location");
        all.add(folder.toString());
        return all.toArray(String[]::new);
    }

    /** Runs statements by hand, in the store's schema. */
    void run(String... statements) {
        store.dsl().connection(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set search_path = event_store");
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        });
    }

    /** {@return the first column of each row, as text} */
    List<String> ask(String sql) {
        return store.dsl().fetch(sql).map(row -> String.valueOf(row.get(0)));
    }

    List<String> history() {
        return ask("select script from event_store.event_store_operator_history where version <> '0' and success"
                + " order by installed_rank");
    }

    /** {@return the indexes of that name, and whether they are valid} */
    List<String> index(String name) {
        return ask("select indisvalid from pg_index where indexrelid = to_regclass('event_store." + name + "')");
    }

    boolean hasColumn(String column) {
        return !ask("select 1 from information_schema.columns where table_name = 'events' and column_name = '" + column
                        + "'")
                .isEmpty();
    }

    /** {@return how many sessions of the command line wait for a lock} */
    long waiting() {
        return ask("select 1 from pg_stat_activity where application_name = 'event-store' and wait_event_type = 'Lock'"
                        + " and datname = current_database()")
                .size();
    }

    /** {@return how many sessions of the command line there are, this one not counted} */
    long sessions() {
        return ask("select 1 from pg_stat_activity where application_name = 'event-store'"
                        + " and datname = current_database() and pid <> pg_backend_pid()")
                .size();
    }

    /** {@return a transaction that has read all events and stays open until the connection is closed} */
    Connection reader() throws SQLException {
        return holder("select count(*) from event_store.events");
    }

    /** {@return a transaction that could have written events and stays open} */
    Connection writer() throws SQLException {
        return holder("lock table event_store.events in row exclusive mode");
    }

    private Connection holder(String sql) throws SQLException {
        var source = store.target().dataSource();
        source.setApplicationName("orders");
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }
}
