package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.DocumentedCommands;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/operations/migrations.md}, run. */
class MigrationsDocumentedCommandsTest {
    private static final String TENANT = "alter table events add column tenant text;\n";

    @TempDir
    private Path folder;

    @Test
    void areWhatThePageShows() throws SQLException {
        var trial = new MigrationTrial(TestStore.create(), folder);
        trial.store().append(10);
        try (Connection reader = trial.store().dataSource().getConnection()) {
            DocumentedCommands.page("migrations.md")
                    .on(trial.store().target())
                    .replacing("db/event-store", folder.toString())
                    .replacing(
                            "--confirm orders",
                            "--confirm " + trial.store().target().database())
                    .adding("event-store migrate", "--location", folder.toString())
                    .adding("event-store migrate lint")
                    .before("event-store migrate lint", () -> fillIn(trial))
                    .before("event-store migrate --lock-timeout", () -> {
                        trial.file("V3__notes.sql", "alter table events add column note text;\n");
                        begin(reader);
                    })
                    .before("event-store migrate", 2, () -> {
                        rollback(reader);
                        trial.file("V3__notes.sql", "-- A note.\nalter table note add column text text;\n");
                    })
                    .byHand(
                            "psql -c \"drop index event_store.events_by_user\"",
                            () -> trial.run("drop index event_store.events_by_user"))
                    .before(
                            "event-store migrate",
                            3,
                            () -> trial.file("V1__tenant_of_an_event.sql", "-- Why.\n" + TENANT))
                    .before(
                            "event-store migrate lint db/event-store/V4",
                            () -> trial.file("V4__forget.sql", "delete from events;\n"))
                    .run();
        }
    }

    private static void fillIn(MigrationTrial trial) {
        trial.file("V1__tenant_of_an_event.sql", TENANT)
                .file("V2__events_by_user.sql", """
                -- event-store:transactional=false
                create index concurrently events_by_user on events ((metadata ->> 'user_id')) \
                where metadata ->> 'user_id' is not null;
                """)
                .file("U2__events_by_user.sql", MigrationTrial.OUTSIDE + "drop index concurrently events_by_user;\n");
    }

    private static void begin(Connection reader) {
        try {
            reader.setClientInfo("ApplicationName", "orders");
            reader.setAutoCommit(false);
            reader.createStatement().execute("select count(*) from event_store.events");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void rollback(Connection reader) {
        try {
            reader.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
