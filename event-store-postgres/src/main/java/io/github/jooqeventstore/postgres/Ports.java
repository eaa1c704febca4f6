package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of this machine's own address. */
final class Ports {
    private Ports() {}

    /** {@return a port that nobody used a moment ago} */
    static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, address())) {
            return socket.getLocalPort();
        }
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, address())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    // The loopback address proper may be ::1, where our servers do not listen.
    private static InetAddress address() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
