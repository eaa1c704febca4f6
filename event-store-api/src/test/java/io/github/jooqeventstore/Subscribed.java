package io.github.jooqeventstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** One program of those that append to a store and subscribe to it: a pool, a store, and its subscriptions. */
final class Subscribed implements AutoCloseable {

    /** Short, so that a test sees it end. */
    static final Duration LEASE = Duration.ofSeconds(2);

    private static final AtomicLong STREAMS = new AtomicLong();

    private final HikariDataSource pool;
    private final EventStore store;
    private final Subscriptions subscriptions;

    private Subscribed(DataSource source, Duration lease, Duration poll) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(12);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(1_000);
        this.pool = new HikariDataSource(config);
        this.store = EventStore.using(DSL.using(pool, SQLDialect.POSTGRES));
        this.subscriptions =
                Subscriptions.builder(store).lease(lease).pollInterval(poll).build();
    }

    static Subscribed to(TestDatabase database) {
        return to(database.dataSource());
    }

    static Subscribed to(DataSource source) {
        return new Subscribed(source, LEASE, Duration.ofMillis(50));
    }

    EventStore store() {
        return store;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Statements of its own, on connections of its pool. */
    DSLContext dsl() {
        return DSL.using(pool, SQLDialect.POSTGRES);
    }

    /** A store that this program's subscriptions know nothing of: to them it is another program's. */
    EventStore foreignStore() {
        return EventStore.using(DSL.using(pool, SQLDialect.POSTGRES));
    }

    /** So many events on a new stream; the stream. */
    StreamId append(int events) {
        StreamId stream = StreamId.of("notes-" + STREAMS.incrementAndGet());
        store.append(stream, ExpectedVersion.noStream(), Notes.notes(events));
        return stream;
    }

    static void awaitState(Subscription subscription, PartitionStatus.State state) throws Exception {
        Await.until(
                "every partition " + state,
                () -> subscription.status().stream().allMatch(partition -> partition.state() == state));
    }

    static String unique(String name) {
        return name + "-" + UUID.randomUUID();
    }

    static void awaitSize(List<?> seen, int size) throws Exception {
        Await.until(size + " events handled, found " + seen.size(), () -> seen.size() >= size);
    }

    static <T> List<T> seen() {
        return new CopyOnWriteArrayList<>();
    }

    @Override
    public void close() {
        subscriptions.close();
        pool.close();
    }
}
