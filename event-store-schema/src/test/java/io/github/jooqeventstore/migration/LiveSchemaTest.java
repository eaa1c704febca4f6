package io.github.jooqeventstore.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.migration.TestServer.Database;
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
}
