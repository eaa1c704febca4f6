package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while many write, and writers who ask the same again until they know. */
class ServerFaultsTest {

    private static final int WRITERS = 6;

    /** More by choice: {@code -Deventstore.stress.kills=100}. */
    private static final int KILLS = Integer.getInteger("eventstore.stress.kills", 2);

    private static final int APPENDS_BETWEEN = 150;

    /** The machine lives on, and with it what the server has handed to it. */
    private static final Map<String, String> SETTINGS = Map.of("fsync", "off");

    @Test
    void aServerThatIsKilledLosesNothingAndDoublesNothing(@TempDir Path folder) throws Exception {
        try (MortalServer server = MortalServer.in(folder.resolve("server"), SETTINGS)) {
            BlindRetries retries = new BlindRetries(server.dsl());
            AtomicBoolean enough = new AtomicBoolean();

            Threads.together(WRITERS + 1, thread -> {
                if (thread < WRITERS) {
                    retries.write(thread, enough::get);
                    return thread;
                }
                try {
                    for (int i = 0; i < KILLS; i++) {
                        retries.awaitMoreAppends(APPENDS_BETWEEN);
                        server.kill();
                        server.startAgain();
                    }
                    retries.awaitMoreAppends(APPENDS_BETWEEN);
                } finally {
                    enough.set(true);
                }
                return thread;
            });

            assertThat(retries.lostConnections()).isGreaterThanOrEqualTo(KILLS);
            retries.assertAcknowledgedIsStored();
        }
    }
}
