package io.github.jooqeventstore;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The wire between the driver and the server, which notes every round trip and can be cut or slowed down at chosen ones.
 *
 * <p>It knows the frames of PostgreSQL's protocol (version 3): a request ends with Sync or is a simple query, its answer
 * ends with ReadyForQuery, which the server sends after the commit.
 */
final class Wire implements AutoCloseable {

    /** When the client loses its connection. */
    enum Cut {
        /** The server never hears of the request. */
        BEFORE_THE_REQUEST(false),
        /** The server hears half of the request. */
        WITHIN_THE_REQUEST(false),
        /** The server is given the request and goes on with it alone. */
        BEHIND_THE_REQUEST(true),
        /** The server has done what was asked, and has committed it where it commits. */
        BEFORE_THE_ANSWER(true),
        /** The same, and the client has heard all but the end of the answer, which tells of the commit. */
        WITHIN_THE_ANSWER(true),
        /** As before the request, but nobody is told: the client waits for an answer that never comes. */
        SILENTLY_BEFORE_THE_REQUEST(false),
        /** As before the answer, but nobody is told: the client waits for an answer that never comes. */
        SILENTLY_BEFORE_THE_ANSWER(true);

        private final boolean served;

        Cut(boolean served) {
            this.served = served;
        }

        /** Whether the server does what was asked. */
        boolean isServed() {
            return served;
        }

        /** Those of which the client is told at once, by a reset. */
        static List<Cut> resets() {
            return Stream.of(values())
                    .filter(cut -> cut != SILENTLY_BEFORE_THE_REQUEST && cut != SILENTLY_BEFORE_THE_ANSWER)
                    .toList();
        }
    }

    /** What becomes of the requests that go through the wire; it may also keep one waiting before it answers. */
    @FunctionalInterface
    interface Disturbance {

        /** When that request loses its connection; null if it goes through. */
        @Nullable
        Cut of(String statements);
    }

    /** A cut that is still to be made, at the first request with a statement that holds that text. */
    private record Planned(Cut when, String part) {}

    private final PGSimpleDataSource server;
    private final ServerSocket listening;
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Planned> planned = new AtomicReference<>();
    private final AtomicReference<@Nullable CountDownLatch> heldBack = new AtomicReference<>();
    private volatile Disturbance disturbance = statements -> null;

    private Wire(PGSimpleDataSource server) {
        this.server = server;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    static Wire to(TestDatabase database) {
        return new Wire((PGSimpleDataSource) database.dataSource());
    }

    /** Connections to the server through this wire. */
    PGSimpleDataSource dataSource() {
        PGSimpleDataSource here = new PGSimpleDataSource();
        here.setServerNames(new String[] {listening.getInetAddress().getHostAddress()});
        here.setPortNumbers(new int[] {listening.getLocalPort()});
        here.setDatabaseName(server.getDatabaseName());
        here.setUser(server.getUser());
        here.setPassword(server.getPassword());
        here.setSslMode("disable");
        here.setGssEncMode("disable");
        // Settings travel with the login, not in a request behind it.
        here.setAssumeMinServerVersion("15");
        return here;
    }

    /** Cuts the connection once, at the next request with a statement that holds that text. */
    void cut(Cut when, String part) {
        planned.set(new Planned(when, part));
    }

    /** Holds every byte back from now on, as a network does that has gone away without a word. */
    void holdBack() {
        heldBack.set(new CountDownLatch(1));
    }

    /** Lets everything through that was held back. */
    void letThrough() {
        CountDownLatch held = heldBack.getAndSet(null);
        if (held != null) {
            held.countDown();
        }
    }

    private void awaitLetThrough() throws IOException {
        CountDownLatch held = heldBack.get();
        if (held != null) {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    boolean isStillToBeCut() {
        return planned.get() != null;
    }

    /** Asks that one about every request from now on, but for those of a login. */
    void disturb(Disturbance newDisturbance) {
        disturbance = newDisturbance;
    }

    /** The statements of each round trip since the last call, those of one round trip in one text. */
    List<String> requests() {
        List<String> seen = List.copyOf(requests);
        requests.clear();
        return seen;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                new Connected(listening.accept()).start();
            }
        } catch (IOException e) {
            // Closed: no further connections.
        }
    }

    /** One connection of a client. */
    private final class Connected {

        private final Socket client;
        private final Socket target;
        private final DataOutputStream toServer;
        private final Map<String, String> prepared = new ConcurrentHashMap<>();
        private volatile boolean ready;

        /** Requests that have an answer of their own, with the login as the first; the driver may send one behind another. */
        private int asked = 1;

        private volatile int askedAtTheCut;
        private volatile @Nullable Cut cut;

        Connected(Socket client) throws IOException {
            this.client = client;
            this.target = new Socket(server.getServerNames()[0], server.getPortNumbers()[0]);
            client.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            this.toServer = new DataOutputStream(target.getOutputStream());
        }

        void start() {
            Thread.ofVirtual().start(() -> {
                try {
                    fromClient();
                } catch (IOException e) {
                    reset(client);
                    if (cut != Cut.BEHIND_THE_REQUEST) {
                        reset(target);
                    }
                }
            });
            Thread.ofVirtual().start(() -> {
                try {
                    fromServer();
                } catch (IOException e) {
                    reset(client);
                    reset(target);
                }
            });
        }

        private void fromClient() throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            Frame startup = new Frame(0, in.readNBytes(in.readInt() - Integer.BYTES));
            startup.writeTo(toServer);
            ByteArrayOutputStream batch = new ByteArrayOutputStream();
            StringBuilder statements = new StringBuilder();
            while (true) {
                Frame frame = Frame.read(in);
                awaitLetThrough();
                frame.writeTo(batch);
                note(frame, statements);
                switch (frame.type()) {
                    case 'S', 'Q' -> {
                        send(batch, statements.toString());
                        statements.setLength(0);
                    }
                    case 'p', 'X', 'H', 'c' -> forward(batch);
                    default -> {
                        // Part of a request that goes on.
                    }
                }
            }
        }

        /** Which statement is parsed, and which is executed. */
        private void note(Frame frame, StringBuilder statements) {
            switch (frame.type()) {
                case 'P' -> prepared.put(frame.text(0), frame.text(1));
                case 'B' ->
                    statements.append(prepared.getOrDefault(frame.text(1), "")).append('\n');
                case 'Q' -> statements.append(frame.text(0)).append('\n');
                default -> {
                    // Says nothing about statements.
                }
            }
        }

        private void send(ByteArrayOutputStream batch, String statements) throws IOException {
            if (cut != null) {
                // Whatever follows on a wire that is cut is lost, too.
                batch.reset();
                return;
            }
            if (ready) {
                requests.add(statements);
            }
            asked++;
            Cut now = cutOf(statements);
            askedAtTheCut = asked;
            cut = now;
            if (now == null) {
                forward(batch);
                return;
            }
            switch (now) {
                case BEFORE_THE_REQUEST -> throw new IOException("cut");
                case WITHIN_THE_REQUEST -> {
                    toServer.write(batch.toByteArray(), 0, batch.size() / 2);
                    toServer.flush();
                    throw new IOException("cut");
                }
                case SILENTLY_BEFORE_THE_REQUEST -> batch.reset();
                case BEHIND_THE_REQUEST -> {
                    forward(batch);
                    reset(client);
                }
                case BEFORE_THE_ANSWER, WITHIN_THE_ANSWER, SILENTLY_BEFORE_THE_ANSWER -> forward(batch);
            }
        }

        private @Nullable Cut cutOf(String statements) {
            Planned plan = planned.get();
            if (plan != null && statements.contains(plan.part()) && planned.compareAndSet(plan, null)) {
                return plan.when();
            }
            return ready ? disturbance.of(statements) : null;
        }

        private void forward(ByteArrayOutputStream batch) throws IOException {
            batch.writeTo(toServer);
            toServer.flush();
            batch.reset();
        }

        private void fromServer() throws IOException {
            DataInputStream in = new DataInputStream(target.getInputStream());
            DataOutputStream toClient = new DataOutputStream(client.getOutputStream());
            int answered = 0;
            while (true) {
                Frame frame = Frame.read(in);
                awaitLetThrough();
                boolean end = frame.type() == 'Z';
                ready |= end;
                Cut now = cut;
                boolean cutHere = now != null && answered + 1 == askedAtTheCut;
                if (end) {
                    answered++;
                }
                if (now != Cut.BEHIND_THE_REQUEST && (!cutHere || (now == Cut.WITHIN_THE_ANSWER && !end))) {
                    frame.writeTo(toClient);
                    toClient.flush();
                } else if (cutHere && end && now != Cut.SILENTLY_BEFORE_THE_ANSWER) {
                    throw new IOException("cut");
                }
            }
        }
    }

    /** With a reset, as a crash or a firewall ends a connection. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Gone already.
        }
    }
}
