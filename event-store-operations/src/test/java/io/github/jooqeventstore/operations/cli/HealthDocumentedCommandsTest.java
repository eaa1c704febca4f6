package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.TestStore;
import org.junit.jupiter.api.Test;

/** The page health.md. */
class HealthDocumentedCommandsTest {
    @Test
    void doWhatThePageSays() throws Exception {
        TestStore store = TestStore.create();
        store.append(20);
        ServingCommand serving = new ServingCommand("/ready");

        DocumentedCommands.page("health.md")
                .on(store.target())
                .replacing("8085", Integer.toString(serving.port()))
                .before(
                        "event-store health deep --json",
                        () -> store.dsl()
                                .execute("alter table event_store.events disable trigger events_are_never_changed"))
                .before("event-store health serve", serving::interruptWhenItAnswers)
                .run();

        assertThat(serving.status()).isEqualTo(200);
    }
}
