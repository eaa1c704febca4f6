package io.github.jooqeventstore;

import static io.github.jooqeventstore.schema.EventStoreSchema.EVENT_STORE_SCHEMA;

import io.github.jooqeventstore.migration.SchemaMigrations;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Schema;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jspecify.annotations.Nullable;

/** The migrations of the schema that a configuration's statements reach. */
final class MappedMigrations {

    private MappedMigrations() {}

    static SchemaMigrations of(Database database) {
        Configuration configuration = database.configuration();
        if (!(configuration.connectionProvider() instanceof DataSourceConnectionProvider provider)) {
            throw new InvalidInputException(
                    "migrations", "must be given a store over a DataSource; for others there is SchemaMigrations.of");
        }
        boolean callersTransaction = database.withConnection(connection -> {
            try {
                return !database.commitsByItself(connection);
            } catch (NotDurableException alone) {
                // A migration commits by itself where an append cannot.
                return false;
            }
        });
        if (callersTransaction) {
            throw new InvalidInputException(
                    "migrations", "must not run inside a transaction, found one of the caller's");
        }
        return SchemaMigrations.of(provider.dataSource()).schema(schemaName(configuration));
    }

    private static String schemaName(Configuration configuration) {
        DSLContext dsl = DSL.using(configuration);
        if (!Rendering.of(configuration).schema()) {
            String current = dsl.select(DSL.currentSchema()).fetchOneInto(String.class);
            return current == null ? SchemaMigrations.DEFAULT_SCHEMA : current;
        }
        @Nullable Schema mapped = dsl.map(EVENT_STORE_SCHEMA);
        return mapped == null ? SchemaMigrations.DEFAULT_SCHEMA : mapped.getName();
    }
}
