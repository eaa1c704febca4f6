package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One HTTP request at a time to a Docker engine, each with a limit in time.
 *
 * @param address a unix socket or a host and port
 * @param name as people write it: {@code unix:///var/run/docker.sock}
 */
record EngineSocket(SocketAddress address, String name) {
    private static final int KEPT_CHARACTERS = 256 * 1024;

    /** An answer's status and (the end of) its body. */
    record Reply(int status, String body) {
        boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * {@return the answer, read to its end}
     *
     * @param whole how long the whole exchange may take
     * @param silence how long the engine may say nothing
     * @throws IOException also when a limit is over
     */
    Reply request(String method, String path, Duration whole, Duration silence) throws IOException {
        // HTTP 1.0: the answer comes in one piece and ends with the connection.
        String request = method + " " + path + " HTTP/1.0\r\nHost: docker\r\nContent-Length: 0\r\n\r\n";
        long deadline = System.nanoTime() + whole.toNanos();
        try (SocketChannel channel = open();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(address)) {
                await(selector, deadline, silence);
                channel.finishConnect();
            }
            key.interestOps(SelectionKey.OP_WRITE);
            ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (out.hasRemaining()) {
                await(selector, deadline, silence);
                channel.write(out);
            }
            key.interestOps(SelectionKey.OP_READ);
            return parse(readAll(channel, selector, deadline, silence));
        }
    }

    private SocketChannel open() throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        }
        if (address instanceof InetSocketAddress internet && internet.isUnresolved()) {
            throw new IOException("unknown host " + internet.getHostString());
        }
        return SocketChannel.open();
    }

    private static String readAll(SocketChannel channel, Selector selector, long deadline, Duration silence)
            throws IOException {
        var text = new StringBuilder();
        ByteBuffer in = ByteBuffer.allocate(8192);
        while (true) {
            await(selector, deadline, silence);
            if (channel.read(in) < 0) {
                return text.toString();
            }
            in.flip();
            text.append(StandardCharsets.ISO_8859_1.decode(in));
            in.clear();
            if (text.length() > KEPT_CHARACTERS) {
                // The status stays at the start, what went wrong stands at the end.
                text.delete(KEPT_CHARACTERS / 4, KEPT_CHARACTERS / 2);
            }
        }
    }

    private static void await(Selector selector, long deadline, Duration silence) throws IOException {
        long millis = Math.min(
                silence.toMillis(),
                Duration.ofNanos(deadline - System.nanoTime()).toMillis());
        if (millis <= 0 || selector.select(millis) == 0) {
            throw new IOException("no answer in time");
        }
        selector.selectedKeys().clear();
    }

    private static Reply parse(String answer) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        String[] statusLine = answer.lines().findFirst().orElse("").split(" ", 3);
        if (end < 0
                || statusLine.length < 2
                || !statusLine[0].startsWith("HTTP/")
                || !statusLine[1].matches("\\d{3}")) {
            throw new IOException("an answer that is not HTTP");
        }
        return new Reply(Integer.parseInt(statusLine[1]), answer.substring(end + 4));
    }
}
