package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.NewCluster;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jooq.impl.DSL;

/**
 * Where a drill plays: servers of its own in one folder.
 *
 * @param folder which goes in the end
 * @param version of all servers
 * @param programs PostgreSQL's
 * @param password of the superuser of all servers
 * @param progress hears of long work
 */
record DrillScene(Path folder, int version, PostgresPrograms programs, String password, Progress progress) {
    /** The database that every new server has. */
    static final String MAINTENANCE = "postgres";

    private static final String DATABASE = "orders";
    private static final Duration START = Duration.ofMinutes(2);

    /** {@return a new server that takes connections} */
    ClusterServer provision(String name, Map<String, String> settings) {
        ClusterServer server = NewCluster.make(folder.resolve(name), version, programs, password);
        boolean started = false;
        try {
            server.start(settings);
            server.awaitAnswer(target(0).database(MAINTENANCE), START);
            started = true;
            return server;
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    /** {@return the database of the store on a server} */
    DatabaseTarget target(ClusterServer server) {
        return target(server.port());
    }

    private DatabaseTarget target(int port) {
        return new DatabaseTarget(
                "127.0.0.1", port, DATABASE, NewCluster.USER, password, SchemaMigrations.DEFAULT_SCHEMA, Map.of());
    }

    /** {@return the same, for work that must not wait for a receiver that is not there yet} */
    static DatabaseTarget unreplicated(DatabaseTarget target) {
        return target.with(Map.of("options", "-c synchronous_commit=local"));
    }

    static void createDatabase(DatabaseTarget target) {
        try (var database = OperationsDatabase.open(target.database(MAINTENANCE))) {
            // Databases are not in jOOQ's language.
            database.dsl()
                    .execute("create database {0} template template0 encoding 'UTF8'", DSL.name(target.database()));
        }
    }

    Catalog catalog() {
        return Catalog.openOrCreate(folder.resolve("backups"));
    }

    Path archive() {
        return folder.resolve("archive");
    }
}
