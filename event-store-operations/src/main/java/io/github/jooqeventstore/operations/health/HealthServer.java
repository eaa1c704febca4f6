package io.github.jooqeventstore.operations.health;

import io.github.jooqeventstore.operations.http.Page;
import io.github.jooqeventstore.operations.http.PageServer;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The probes over HTTP: {@code /live}, {@code /ready} and {@code /deep} answer with 200 or 503 and the {@link HealthReport} as
 * JSON. Plain HTTP without any login: keep it on the loopback address, or on a network that only your own machines reach.
 *
 * <p>Each request has a virtual thread of its own: one that waits for a silent server keeps no other waiting.
 */
public final class HealthServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final PageServer server;

    private HealthServer(PageServer server) {
        this.server = server;
    }

    /**
     * Starts to answer.
     *
     * @param health what is asked
     * @param address where; port 0: any that is free
     * @throws io.github.jooqeventstore.operations.OperationsException with
     *     {@link io.github.jooqeventstore.operations.ExitCode#USAGE} when it cannot listen there
     */
    public static HealthServer start(Health health, InetSocketAddress address) {
        return new HealthServer(PageServer.start(
                address,
                Map.of(
                        "/live", () -> page(health.live()),
                        "/ready", () -> page(health.ready()),
                        "/deep", () -> page(health.deep())),
                Executors.newVirtualThreadPerTaskExecutor()));
    }

    private static Page page(HealthReport report) {
        return new Page(
                report.healthy() ? Page.OK : Page.UNAVAILABLE, "application/json", JSON.writeValueAsString(report));
    }

    /** {@return where it answers} */
    public InetSocketAddress address() {
        return server.address();
    }

    /** Answers no more. */
    @Override
    public void close() {
        server.close();
    }
}
