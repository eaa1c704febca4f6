package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.TestStore;
import org.junit.jupiter.api.Test;

/** The page monitoring.md. */
class MonitoringDocumentedCommandsTest {
    @Test
    void doWhatThePageSays() throws Exception {
        TestStore store = TestStore.create();
        store.append(20);
        ServingCommand serving = new ServingCommand("/metrics");

        DocumentedCommands.page("monitoring.md")
                .on(store.target())
                .replacing("9187", Integer.toString(serving.port()))
                .before("event-store monitor serve", serving::interruptWhenItAnswers)
                .run();

        assertThat(serving.status()).isEqualTo(200);
    }
}
