package io.github.jooqeventstore.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.migration.LiveSchema.Line;
import io.github.jooqeventstore.migration.TestServer.Database;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LiveSchemaTest {
    private static Database database;

    @BeforeAll
    static void migrate() {
        database = TestServer.database();
        database.migrations().migrate();
    }

    @Test
    void isWhatTheMigrationsMakeWordForWord() {
        try (var session = StoreSession.open(new ConnectionSource.Given(database.dataSource()), "event_store")) {
            assertThat(LiveSchema.read(session).lines())
                    .as("expected-schema.txt, beside live-schema.sql, holds these lines")
                    .isEqualTo(LiveSchema.expected());
        }
    }

    @Test
    void forgetsNoTableAndNoFunction() throws SQLException {
        assertThat(LiveSchema.expected().stream()
                        .filter(Line::isRelationItself)
                        .map(Line::relation)
                        .sorted())
                .containsExactlyElementsOf(database.ask("""
                        select name from (
                          select c.relname::text from pg_class c
                          where c.relnamespace = 'event_store'::regnamespace and c.relkind not in ('i', 'S')
                            and c.relname <> 'event_store_schema_history'
                          union all
                          select p.proname from pg_proc p where p.pronamespace = 'event_store'::regnamespace
                        ) as made (name) order by name collate "C"
                        """));
    }
}
