package io.github.jooqeventstore.operations.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers GET and HEAD for a few paths, each time anew. Plain HTTP without any login: keep it on the loopback address, or on a
 * network that only your own machines reach.
 */
public final class PageServer implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int FAILED = 500;

    private final HttpServer server;
    private final ExecutorService threads;

    private PageServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to answer.
     *
     * @param address where; port 0: any that is free
     * @param pages by path
     * @param threads who makes the pages; shut down when the server is closed
     * @throws OperationsException with {@link ExitCode#USAGE} when it cannot listen there
     */
    public static PageServer start(
            InetSocketAddress address, Map<String, Supplier<Page>> pages, ExecutorService threads) {
        try {
            HttpServer server = HttpServer.create(address, BACKLOG);
            server.createContext(
                    "/",
                    exchange ->
                            answer(exchange, pages.get(exchange.getRequestURI().getPath())));
            server.setExecutor(threads);
            server.start();
            return new PageServer(server, threads);
        } catch (IOException e) {
            threads.shutdownNow();
            throw new OperationsException(
                    ExitCode.USAGE, "address " + address + ": expected to listen there, found " + e.getMessage(), e);
        }
    }

    /** {@return where it answers, also where any port was asked for} */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Answers no more. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, @Nullable Supplier<Page> page) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean head = method.equals("HEAD");
            if (!head && !method.equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
            } else if (page == null) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            } else {
                send(exchange, made(page), head);
            }
        }
    }

    private static Page made(Supplier<Page> page) {
        try {
            return page.get();
        } catch (RuntimeException e) {
            // Not its message: whoever asks may be anybody.
            return new Page(FAILED, "text/plain; charset=utf-8", e.getClass().getName() + "\n");
        }
    }

    private static void send(HttpExchange exchange, Page page, boolean head) throws IOException {
        byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.mediaType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(page.status(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
