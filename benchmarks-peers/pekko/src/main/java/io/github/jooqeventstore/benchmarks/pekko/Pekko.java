package io.github.jooqeventstore.benchmarks.pekko;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.github.jooqeventstore.benchmarks.contender.Contender;
import io.github.jooqeventstore.benchmarks.contender.SampleEvent;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.stream.javadsl.Sink;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Pekko persistence with its JDBC journal: a persistent actor for the stream that a thread appends to, which recovers once
 * when it is made; loads by the query side's current events of an id. The payload is a text that Pekko's own serializer writes.
 */
public final class Pekko implements Contender {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PAYLOAD =
            "{\"data\": " + SampleEvent.DATA + ", \"metadata\": " + SampleEvent.METADATA + "}";

    private final String url;
    private final String user;
    private final String password;
    private final ActorSystem system;
    private final JdbcReadJournal journal;
    private final ThreadLocal<Writing> writing = ThreadLocal.withInitial(() -> new Writing("", ActorRef.noSender()));

    /** Whom a thread speaks to. */
    private record Writing(String stream, ActorRef actor) {}

    /** The command: so many events, please. */
    private record Append(int events) {}

    /** On the database with that address. */
    public Pekko(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
        ClassLoader loader = Pekko.class.getClassLoader();
        system = ActorSystem.create(
                "benchmarks", configuration(url, user, password).withFallback(ConfigFactory.load(loader)), loader);
        journal = PersistenceQuery.get(system).getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier());
    }

    private static Config configuration(String url, String user, String password) {
        String shared = "pekko-persistence-jdbc.shared-databases.slick.";
        Map<String, Object> settings = new TreeMap<>(Map.of(
                "pekko.loglevel",
                "OFF",
                "pekko.stdout-loglevel",
                "OFF",
                "pekko.persistence.journal.plugin",
                "jdbc-journal",
                "jdbc-journal.use-shared-db",
                "slick",
                "jdbc-read-journal.use-shared-db",
                "slick",
                shared + "profile",
                "slick.jdbc.PostgresProfile$"));
        settings.put(shared + "db.driver", "org.postgresql.Driver");
        settings.put(shared + "db.url", url);
        settings.put(shared + "db.user", user);
        settings.put(shared + "db.password", password);
        settings.put(shared + "db.numThreads", CONNECTIONS);
        settings.put(shared + "db.maxConnections", CONNECTIONS);
        settings.put(shared + "db.minConnections", CONNECTIONS);
        return ConfigFactory.parseMap(settings);
    }

    @Override
    public void createTables() throws Exception {
        try (InputStream schema = Objects.requireNonNull(
                        JdbcReadJournal.class.getResourceAsStream("/schema/postgres/postgres-create-schema.sql"));
                Connection connection = database().getConnection();
                var statement = connection.createStatement()) {
            // One by one: it creates an index concurrently, which no transaction can.
            for (String sql : new String(schema.readAllBytes(), StandardCharsets.UTF_8).split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private PGSimpleDataSource database() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(url);
        database.setUser(user);
        database.setPassword(password);
        return database;
    }

    @Override
    public void append(String stream, long version, int events) throws Exception {
        Object written = Patterns.ask(actor(stream), new Append(events), PATIENCE)
                .toCompletableFuture()
                .get();
        if (!written.equals(version + events)) {
            throw new IllegalStateException("expected version " + (version + events) + ", found " + written);
        }
    }

    private ActorRef actor(String stream) {
        Writing before = writing.get();
        if (before.stream().equals(stream)) {
            return before.actor();
        }
        if (!before.stream().isEmpty()) {
            before.actor().tell(PoisonPill.getInstance(), ActorRef.noSender());
        }
        Writing now = new Writing(stream, system.actorOf(Props.create(Stream.class, () -> new Stream(stream))));
        writing.set(now);
        return now.actor();
    }

    /** A stream, whose state is its version. */
    private static final class Stream extends AbstractPersistentActor {

        private final String stream;

        Stream(String stream) {
            this.stream = stream;
        }

        @Override
        public String persistenceId() {
            return stream;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Append.class, append -> {
                        ActorRef sender = getSender();
                        long last = lastSequenceNr() + append.events();
                        persistAll(Collections.nCopies(append.events(), PAYLOAD), event -> {
                            if (lastSequenceNr() == last) {
                                sender.tell(last, getSelf());
                            }
                        });
                    })
                    .build();
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder().matchAny(event -> {}).build();
        }
    }

    @Override
    public Collection<?> load(String stream) throws Exception {
        return journal.currentEventsByPersistenceId(stream, 0, Long.MAX_VALUE)
                .runWith(Sink.seq(), system)
                .toCompletableFuture()
                .get();
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
