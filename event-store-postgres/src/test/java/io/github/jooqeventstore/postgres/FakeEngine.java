package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Docker engine as a probe sees it: a unix socket that answers some requests, and is silent to all others. */
final class FakeEngine implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> silent = new CopyOnWriteArrayList<>();

    FakeEngine(Path folder) throws IOException {
        socket = folder.resolve("docker.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    /** Answers requests such as {@code GET /_ping} with a status, and text as its body. */
    FakeEngine answering(String request, int status, String body) {
        answers.put(request, "HTTP/1.0 " + status + " X\r\nContent-Type: text/plain\r\n\r\n" + body);
        return this;
    }

    FakeEngine with(String image) {
        return answering("GET /images/" + image + "/json", 200, "{}");
    }

    FakeEngine without(String image) {
        return answering("GET /images/" + image + "/json", 404, "{}");
    }

    List<String> requests() {
        return requests;
    }

    String address() {
        return "unix://" + socket;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : silent) {
            channel.close();
        }
        Files.deleteIfExists(socket);
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                answer(server.accept());
            } catch (IOException e) {
                // Closed, by one side or the other.
            }
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(4096);
        channel.read(in);
        String line = StandardCharsets.US_ASCII.decode(in.flip()).toString();
        String request = line.substring(0, line.indexOf(" HTTP"));
        requests.add(request);
        String answer = answers.get(request);
        if (answer == null) {
            silent.add(channel);
            return;
        }
        try (channel) {
            channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
