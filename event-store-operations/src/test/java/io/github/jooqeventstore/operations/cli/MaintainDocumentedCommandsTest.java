package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.TestStore;
import org.junit.jupiter.api.Test;

/** The page maintenance.md. */
class MaintainDocumentedCommandsTest {
    @Test
    void doWhatThePageSays() {
        TestStore store = TestStore.create();
        store.append(50);

        DocumentedCommands.page("maintenance.md").on(store.target()).run();
    }
}
