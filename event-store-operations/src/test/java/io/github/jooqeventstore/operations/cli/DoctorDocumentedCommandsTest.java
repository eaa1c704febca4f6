package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.TestStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page doctor.md. */
class DoctorDocumentedCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void doWhatThePageSays() throws SQLException {
        try (OwnServer server = OwnServer.in(folder.resolve("server"), Map.of());
                Connection open = server.target().dataSource().getConnection()) {
            TestStore.append(server.dsl(), 20);
            DocumentedCommands.page("doctor.md")
                    .on(server.target())
                    .before("event-store doctor --open-for", () -> appendAndStayOpen(open))
                    .run();
        }
    }

    private static void appendAndStayOpen(Connection connection) {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        TestStore.append(DSL.using(connection, SQLDialect.POSTGRES), 10);
    }
}
