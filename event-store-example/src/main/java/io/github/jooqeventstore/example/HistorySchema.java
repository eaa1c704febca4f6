package io.github.jooqeventstore.example;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the example's own tables into the database: an application's own migrations with an own history. */
final class HistorySchema {

    private HistorySchema() {}

    static void migrate(DataSource dataSource) {
        Flyway.configure()
                .dataSource(dataSource)
                .defaultSchema(HistoryTables.SCHEMA)
                .locations("classpath:git-history/migration")
                .load()
                .migrate();
    }
}
