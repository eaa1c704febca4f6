package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.TestStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The page health.md. */
class HealthDocumentedCommandsTest {
    private final AtomicInteger status = new AtomicInteger();

    @Test
    void doWhatThePageSays() throws Exception {
        TestStore store = TestStore.create();
        store.append(20);
        int port = freePort();

        DocumentedCommands.page("health.md")
                .on(store.target())
                .replacing("8085", Integer.toString(port))
                .before(
                        "event-store health deep --json",
                        () -> store.dsl()
                                .execute("alter table event_store.events disable trigger events_are_never_changed"))
                .before("event-store health serve", () -> interruptWhenItAnswers(port))
                .run();

        assertThat(status).hasValue(200);
    }

    /** The command goes on until it is ended: by whoever has had an answer. */
    private void interruptWhenItAnswers(int port) {
        Thread caller = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            try (HttpClient client = HttpClient.newHttpClient()) {
                Await.until("an answer of the command", () -> answers(client, port));
            } finally {
                caller.interrupt();
            }
        });
    }

    private boolean answers(HttpClient client, int port) {
        try {
            status.set(client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode());
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
