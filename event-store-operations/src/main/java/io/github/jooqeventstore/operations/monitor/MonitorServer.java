package io.github.jooqeventstore.operations.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** Serves the figures at {@code /metrics}, measured anew for each request, one at a time. */
public final class MonitorServer implements AutoCloseable {
    private final HttpServer server;

    private MonitorServer(HttpServer server) {
        this.server = server;
    }

    /**
     * {@return a running server}
     *
     * @param monitor what is measured
     * @param address where to listen: loopback, unless others may read it
     * @throws OperationsException with {@link ExitCode#USAGE} when it cannot listen there
     */
    public static MonitorServer start(Monitor monitor, InetSocketAddress address) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.createContext("/metrics", exchange -> answer(exchange, monitor));
            // One thread: who asks twice at a time waits, and the database is asked once at a time.
            server.setExecutor(Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("event-store-monitor").daemon().factory()));
            server.start();
            return new MonitorServer(server);
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.USAGE, "address " + address + ": expected to listen there, found " + e.getMessage(), e);
        }
    }

    private static void answer(HttpExchange exchange, Monitor monitor) throws IOException {
        try (exchange) {
            byte[] text = PrometheusText.of(monitor.read().figures()).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", PrometheusText.MEDIA_TYPE);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        } catch (RuntimeException e) {
            exchange.sendResponseHeaders(500, -1);
        }
    }

    /** {@return the port, also where 0 was asked for} */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops listening. */
    @Override
    public void close() {
        server.stop(0);
    }
}
