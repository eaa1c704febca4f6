package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page monitoring.md. */
class MonitoringDocumentedCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void doWhatThePageSays() throws Exception {
        TestStore store = TestStore.create();
        store.append(20);
        ServingCommand serving = new ServingCommand("/metrics");

        DocumentedCommands.page("monitoring.md")
                .on(store.target())
                .replacing("9187", Integer.toString(serving.port()))
                .replacing("/var/backups/orders", folder.toString())
                .before("event-store store lag", () -> store.subscription("mail", 10))
                .before("event-store monitor serve", serving::interruptWhenItAnswers)
                .run();

        assertThat(serving.status()).isEqualTo(200);
    }
}
