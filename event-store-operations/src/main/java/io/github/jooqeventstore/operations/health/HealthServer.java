package io.github.jooqeventstore.operations.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The probes over HTTP: {@code /live}, {@code /ready} and {@code /deep} answer with 200 or 503 and the {@link HealthReport} as
 * JSON. Plain HTTP without any login: keep it on the loopback address, or on a network that only your own machines reach.
 *
 * <p>Each request has a virtual thread of its own: one that waits for a silent server keeps no other waiting.
 */
public final class HealthServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int BACKLOG = 64;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ExecutorService threads;

    private HealthServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to answer.
     *
     * @param health what is asked
     * @param address where; port 0: any that is free
     * @throws IOException if the address cannot be had
     */
    public static HealthServer start(Health health, InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, BACKLOG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Map<String, Supplier<HealthReport>> probes =
                Map.of("/live", health::live, "/ready", health::ready, "/deep", health::deep);
        server.createContext(
                "/",
                exchange -> answer(exchange, probes.get(exchange.getRequestURI().getPath())));
        server.setExecutor(threads);
        server.start();
        return new HealthServer(server, threads);
    }

    /** {@return where it answers} */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Answers no more. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, @Nullable Supplier<HealthReport> probe) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean head = method.equals("HEAD");
            if (!head && !method.equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
            } else if (probe == null) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            } else {
                send(exchange, probe.get(), head);
            }
        }
    }

    private static void send(HttpExchange exchange, HealthReport report, boolean head) throws IOException {
        byte[] body = JSON.writeValueAsString(report).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(report.healthy() ? OK : UNAVAILABLE, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
