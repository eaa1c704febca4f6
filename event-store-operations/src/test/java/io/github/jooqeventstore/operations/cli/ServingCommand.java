package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.Await;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** A command that serves until it is ended: by whoever has had an answer from it. */
final class ServingCommand {
    private final AtomicInteger status = new AtomicInteger();
    private final int port;
    private final String path;

    ServingCommand(String path) throws IOException {
        this.path = path;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    /** {@return the port that it is to listen on} */
    int port() {
        return port;
    }

    /** {@return the status of its answer; 0 while there was none} */
    int status() {
        return status.get();
    }

    /** Interrupts this thread, which is about to run the command, as soon as it has answered. */
    void interruptWhenItAnswers() {
        Thread caller = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            try (HttpClient client = HttpClient.newHttpClient()) {
                Await.until("an answer of the command", () -> answers(client));
            } finally {
                caller.interrupt();
            }
        });
    }

    private boolean answers(HttpClient client) {
        try {
            status.set(client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
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
}
