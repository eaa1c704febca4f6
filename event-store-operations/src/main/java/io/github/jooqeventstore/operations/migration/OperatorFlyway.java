package io.github.jooqeventstore.operations.migration;

import java.util.Collection;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Flyway with the operator's files and their own history, on the one connection of a session. */
final class OperatorFlyway {
    static final String HISTORY = "event_store_operator_history";

    private OperatorFlyway() {}

    static Flyway of(MigrationSession session, OperatorFiles files, FileRunner runner) {
        return of(session, files, runner, 0, "tables of the event store");
    }

    static Flyway of(
            MigrationSession session, OperatorFiles files, FileRunner runner, int baseline, String description) {
        Flyway flyway = Flyway.configure()
                .dataSource(session.dataSource())
                .skipDefaultResolvers(true)
                .resolvers(new Resolver(files, runner))
                .locations(new String[0])
                .callbackLocations(new String[0])
                .skipDefaultCallbacks(true)
                .defaultSchema(session.schema())
                .table(HISTORY)
                .createSchemas(false)
                .baselineOnMigrate(true)
                .baselineVersion(Integer.toString(baseline))
                .baselineDescription(description)
                // The history is compared before, for a message that names what differs.
                .validateOnMigrate(false)
                .load();
        // A lock of the session: a lock in a transaction would stop every index that is built concurrently.
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        return flyway;
    }

    /** Gives Flyway the files that we have read. */
    private record Resolver(OperatorFiles files, FileRunner runner) implements MigrationResolver {
        @Override
        public Collection<ResolvedMigration> resolveMigrations(Context context) {
            return List.copyOf(files.migrations().values().stream()
                    .map(file -> new OperatorMigration(file, runner))
                    .toList());
        }
    }
}
