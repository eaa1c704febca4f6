package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.TestStore;
import org.junit.jupiter.api.Test;

/** The page readiness.md. */
class ReadinessDocumentedCommandsTest {
    @Test
    void doWhatThePageSays() {
        DocumentedCommands.page("readiness.md").on(TestStore.create().target()).run();
    }
}
