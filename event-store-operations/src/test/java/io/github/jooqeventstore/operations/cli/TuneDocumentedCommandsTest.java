package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.OwnServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page tuning.md. */
class TuneDocumentedCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void doWhatThePageSays() {
        try (OwnServer server = OwnServer.in(folder.resolve("server"), Map.of())) {
            DocumentedCommands.page("tuning.md").on(server.target()).run();
        }
    }
}
