package io.github.jooqeventstore.operations.monitor;

import io.github.jooqeventstore.operations.http.Page;
import io.github.jooqeventstore.operations.http.PageServer;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;

/** Serves the figures at {@code /metrics}, measured anew for each request, one at a time. Plain HTTP without any login. */
public final class MonitorServer implements AutoCloseable {
    private final PageServer server;

    private MonitorServer(PageServer server) {
        this.server = server;
    }

    /**
     * {@return a running server}
     *
     * @param monitor what is measured
     * @param address where to listen: loopback, unless others may read it
     * @throws io.github.jooqeventstore.operations.OperationsException with
     *     {@link io.github.jooqeventstore.operations.ExitCode#USAGE} when it cannot listen there
     */
    public static MonitorServer start(Monitor monitor, InetSocketAddress address) {
        // One thread: who asks twice at a time waits, and the database is asked once at a time.
        var thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("event-store-monitor").daemon().factory());
        return new MonitorServer(PageServer.start(address, Map.of("/metrics", () -> page(monitor)), thread));
    }

    private static Page page(Monitor monitor) {
        return new Page(
                Page.OK,
                PrometheusText.MEDIA_TYPE,
                PrometheusText.of(monitor.read().figures()));
    }

    /** {@return the port, also where 0 was asked for} */
    public int port() {
        return server.address().getPort();
    }

    /** Stops listening. */
    @Override
    public void close() {
        server.close();
    }
}
