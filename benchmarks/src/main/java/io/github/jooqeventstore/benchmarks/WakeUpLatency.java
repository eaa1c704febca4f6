package io.github.jooqeventstore.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How long does it take from a commit to the handler of a subscription that waits? One append every 20 to 40 ms, on a server
 * that does nothing else; the commit is taken to be at the moment when the append, or the transaction, has returned.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks.main=WakeUpLatency</pre>
 */
public final class WakeUpLatency {

    private static final int WARM_UP = 200;
    private static final int APPENDS = 1_000;

    private final Map<UUID, Instant> committed = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> handled = new ConcurrentHashMap<>();

    private WakeUpLatency() {}

    /** Without arguments measures all ways; with the URL, user and password of a database it is the other program. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            appendHere(arguments);
            return;
        }
        PostgresServer server = PostgresServer.start(
                PostgresOptions.fromSystemProperties().settings(Map.of("fsync", "on", "synchronous_commit", "on")));
        SchemaMigrations.of(server.dataSource()).migrate();
        try (HikariDataSource pool = pool(server.jdbcUrl(), server.user(), server.password())) {
            DSLContext dsl = DSL.using(pool, SQLDialect.POSTGRES);
            EventStore store = EventStore.using(dsl);
            new WakeUpLatency().measure("one program, append", Subscriptions.of(store), appending(store));
            new WakeUpLatency()
                    .measure(
                            "one program, transaction",
                            Subscriptions.of(store),
                            (stream, event) ->
                                    dsl.transaction(tx -> store.in(tx).append(stream, ExpectedVersion.any(), event)));
            measureOther("two programs, notified", server, store, true);
            measureOther("two programs, polling", server, store, false);
        }
    }

    /** A way to append. */
    @FunctionalInterface
    private interface Appending {
        void append(StreamId stream, NewEvent event);
    }

    private static Appending appending(EventStore store) {
        return (stream, event) -> store.append(stream, ExpectedVersion.any(), event);
    }

    private static HikariDataSource pool(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        return new HikariDataSource(config);
    }

    private void measure(String way, Subscriptions subscriptions, Appending appending) throws InterruptedException {
        try (subscriptions;
                Subscription running = start(subscriptions)) {
            append(appending, (id, moment) -> committed.put(id, moment));
            print(way, running);
        }
    }

    private Subscription start(Subscriptions subscriptions) {
        return subscriptions.start(
                SubscriptionDefinition.named("latency-" + UUID.randomUUID()),
                event -> handled.put(event.id(), Instant.now()));
    }

    /** Takes what was committed, and when. */
    @FunctionalInterface
    private interface Committed {
        void at(UUID id, Instant moment);
    }

    private static void append(Appending appending, Committed committed) {
        StreamId stream = StreamId.of("latency-" + UUID.randomUUID());
        for (int i = 0; i < WARM_UP + APPENDS; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(
                    20 + ThreadLocalRandom.current().nextInt(20)));
            UUID id = UUID.randomUUID();
            appending.append(stream, SampleEvents.list(1).getFirst().withId(id));
            if (i >= WARM_UP) {
                committed.at(id, Instant.now());
            }
        }
    }

    private static void measureOther(String way, PostgresServer server, EventStore store, boolean notified)
            throws IOException, InterruptedException {
        WakeUpLatency latency = new WakeUpLatency();
        Subscriptions.Builder builder = Subscriptions.builder(store);
        try (Subscriptions subscriptions = (notified ? builder.notifications(server.dataSource()) : builder).build();
                Subscription running = latency.start(subscriptions)) {
            Process other = new ProcessBuilder(List.of(
                            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                            "-cp",
                            System.getProperty("java.class.path"),
                            WakeUpLatency.class.getName(),
                            server.jdbcUrl(),
                            server.user(),
                            server.password(),
                            Boolean.toString(notified)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] parts = line.split(" ", -1);
                    if (parts.length == 2) {
                        latency.committed.put(UUID.fromString(parts[0]), Instant.parse(parts[1]));
                    }
                }
            }
            latency.print(way, running);
        }
    }

    private static void appendHere(String[] arguments) {
        PGSimpleDataSource direct = new PGSimpleDataSource();
        direct.setUrl(arguments[0]);
        direct.setUser(arguments[1]);
        direct.setPassword(arguments[2]);
        try (HikariDataSource pool = pool(arguments[0], arguments[1], arguments[2])) {
            EventStore store = EventStore.using(DSL.using(pool, SQLDialect.POSTGRES));
            Subscriptions.Builder builder = Subscriptions.builder(store);
            try (Subscriptions telling =
                    (Boolean.parseBoolean(arguments[3]) ? builder.notifications(direct) : builder).build()) {
                append(appending(store), (id, moment) -> System.out.println(id + " " + moment));
                telling.status("nobody");
            }
        }
    }

    private void print(String way, Subscription running) throws InterruptedException {
        while (!handled.keySet().containsAll(committed.keySet())) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        long[] micros = committed.keySet().stream()
                .mapToLong(id -> Math.max(0, ChronoUnit.MICROS.between(committed.get(id), handled.get(id))))
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "%-26s p50 %6.2f ms  p99 %6.2f ms  max %6.2f ms  of %d (%s)%n",
                way,
                micros[micros.length / 2] / 1e3,
                micros[micros.length * 99 / 100] / 1e3,
                micros[micros.length - 1] / 1e3,
                micros.length,
                running.name());
    }
}
