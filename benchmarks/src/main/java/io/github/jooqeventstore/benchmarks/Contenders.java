package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.benchmarks.contender.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Everything that is measured, by the name that the results have for it, each in a database of its own. */
final class Contenders {

    static final String JDBC = "jdbc";
    static final String JDBC_SAME_STATEMENT = "jdbc-same-statement";
    static final String COPY = "copy";
    static final String EVENT_STORE = "event-store";
    static final String EVENT_STORE_LISTENED_TO = "event-store-listened-to";
    static final String GROUP_COMMIT = "event-store-group-commit";
    static final String MESSAGE_DB = "message-db";
    static final String AXON_4 = "axon-4-jdbc";
    static final String AXON_5 = "axon-5-jpa";
    static final String ESSENTIALS = "essentials";
    static final String PEKKO = "pekko-jdbc";

    private static final int FILLED_BY = 8;
    private static final int FILLED_AT_ONCE = 100;

    private Contenders() {}

    /** With an empty database, whatever another round has left. */
    static Contender empty(String name) throws Exception {
        Server server = Server.ofThisRun();
        Contender contender = open(name, server.emptyDatabase(database(name, "append")));
        contender.createTables();
        server.execute("checkpoint");
        return contender;
    }

    /** With so many streams of so many events each, filled in the first round; loads change nothing. */
    static Contender filled(String name, int streams, int events) throws Exception {
        // Plain JDBC reads what the event store has written.
        String writer = name.equals(JDBC) || name.equals(EVENT_STORE_LISTENED_TO) ? EVENT_STORE : name;
        String database = database(writer, "load_" + events);
        Server server = Server.ofThisRun();
        String content = streams + " streams";
        if (!server.contentOf(database).equals(content)) {
            try (Contender filling = open(writer, server.emptyDatabase(database))) {
                filling.createTables();
                fill(filling, streams, events);
            }
            server.database(database).execute("vacuum analyze");
            server.nameContentOf(database, content);
        }
        return open(name, server.database(database));
    }

    static String stream(int number) {
        return "order-" + number;
    }

    private static String database(String contender, String purpose) {
        return (contender + "_" + purpose).replace('-', '_');
    }

    private static void fill(Contender contender, int streams, int events) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(FILLED_BY)) {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                String stream = stream(i);
                futures.add(executor.submit(() -> {
                    for (int version = 0; version < events; version += FILLED_AT_ONCE) {
                        contender.append(stream, version, Math.min(FILLED_AT_ONCE, events - version));
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
    }

    private static Contender open(String name, Server database) throws Exception {
        return switch (name) {
            case JDBC -> new RawJdbc(new Database(database));
            case JDBC_SAME_STATEMENT -> new SameStatement(new Database(database));
            case COPY -> new BinaryCopy(new Database(database));
            case EVENT_STORE -> EventStoreContender.direct(new Database(database));
            case EVENT_STORE_LISTENED_TO -> EventStoreContender.listenedTo(new Database(database));
            case GROUP_COMMIT -> EventStoreContender.groupCommit(new Database(database));
            case MESSAGE_DB -> new MessageDb(database);
            default ->
                Objects.requireNonNull(Peers.found().get(name), () -> "no contender " + name)
                        .open(database);
        };
    }
}
