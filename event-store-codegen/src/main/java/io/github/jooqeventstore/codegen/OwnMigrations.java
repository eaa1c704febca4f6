package io.github.jooqeventstore.codegen;

import java.io.IOException;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Applies the migrations of a project beside those of the store, with a history of their own. */
final class OwnMigrations {

    /** Flyway's own name of its table. */
    static final String HISTORY = "flyway_schema_history";

    private OwnMigrations() {}

    static void apply(OwnTables own, String jdbcUrl, String user, String password) throws IOException {
        if (own.migrations().isEmpty()) {
            return;
        }
        try (var resources = new ProjectResources(own.resources())) {
            Flyway flyway = Flyway.configure(resources)
                    .dataSource(jdbcUrl, user, password)
                    .locations(own.migrations().toArray(String[]::new))
                    .failOnMissingLocations(true)
                    .schemas(own.migratedSchemas().toArray(String[]::new))
                    .placeholders(own.placeholders())
                    .load();
            // A lock that is held in a transaction would stop every index that is built concurrently.
            flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                    .setTransactionalLock(false);
            flyway.migrate();
        }
    }
}
