package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.pool.Pool;
import io.github.jooqeventstore.pool.PoolMeters;
import io.github.jooqeventstore.pool.PoolOptions;
import io.github.jooqeventstore.projection.ProjectionMeters;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.projection.RunningProjection;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What an application's own meters say of store, pool and projections. */
class MetersTest {

    private final TestDatabase database = TestDatabase.migrated();
    private final DSLContext dsl = database.dslOnOneConnection();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StreamId stream = StreamId.of("measured", UUID.randomUUID());

    @Nested
    class OfAStore {

        private final EventStore store = EventStore.using(dsl);
        private final EventStoreMeters meters = EventStoreMeters.of(store);

        @Test
        void areThereBeforeAnythingHasHappened() {
            meters.bindTo(registry);

            assertThat(appends("done")).isZero();
            assertThat(appends("failed")).isZero();
            assertThat(registry.getMeters())
                    .extracting(meter -> meter.getId().getName())
                    // This registry keeps buckets as gauges of their own.
                    .filteredOn(name -> !name.endsWith(".histogram"))
                    .containsOnly(
                            "event.store.append",
                            "event.store.append.events",
                            "event.store.import",
                            "event.store.import.events",
                            "event.store.load",
                            "event.store.load.events");
            assertThat(registry.getMeters())
                    .extracting(Meter::getId)
                    .filteredOn(id -> id.getName().endsWith(".events"))
                    .extracting(Meter.Id::getBaseUnit)
                    .containsOnly("events");
        }

        @Test
        void countAndTimeAppendsByWhatCameOfThem() {
            meters.bindTo(registry);

            store.append(stream, noStream(), notes(3));
            dsl.transaction(tx -> store.in(tx).append(stream, any(), notes(2)));
            assertThatThrownBy(() -> store.append(stream, noStream(), note(1)))
                    .isInstanceOf(WrongExpectedVersionException.class);

            assertThat(appends("done")).isEqualTo(2);
            assertThat(appends("conflict")).isOne();
            assertThat(registry.get("event.store.append.events").counter().count())
                    .isEqualTo(5);
            assertThat(registry.get("event.store.append")
                            .tag("outcome", "done")
                            .timer()
                            .takeSnapshot()
                            .histogramCounts())
                    .hasSize(9);
        }

        @Test
        void countAndTimeReads() {
            store.append(stream, noStream(), notes(3));
            meters.bindTo(registry);

            store.load(stream);
            store.query(EventQuery.where(EventFilter.everything()));
            store.readAll(AllSlice.all());

            for (String read : new String[] {"stream", "query", "all"}) {
                assertThat(registry.get("event.store.load")
                                .tags("read", read, "outcome", "done")
                                .timer()
                                .count())
                        .isOne();
                assertThat(registry.get("event.store.load.events")
                                .tag("read", read)
                                .counter()
                                .count())
                        .isEqualTo(3);
            }
        }

        @Test
        void countNoMoreOnceTheyAreClosed() {
            meters.bindTo(registry);
            store.append(stream, any(), note(1));

            meters.close();
            store.append(stream, any(), note(2));

            assertThat(appends("done")).isOne();
        }

        private long appends(String outcome) {
            return registry.get("event.store.append")
                    .tag("outcome", outcome)
                    .timer()
                    .count();
        }
    }

    @Nested
    class OfAPool {

        private Pool pool() {
            PGSimpleDataSource server = (PGSimpleDataSource) database.dataSource();
            return Pool.open(PoolOptions.small(
                            Objects.requireNonNull(server.getURL()).replaceFirst("\\?.*", ""),
                            server.getUser(),
                            server.getPassword())
                    .name("measured")
                    .size(1, 0));
        }

        @Test
        void tellOfThreadsThatWaitForAConnection() throws Exception {
            try (Pool pool = pool()) {
                PoolMeters.of(pool).bindTo(registry);
                Future<?> waiting;
                try (Connection only = pool.getConnection()) {
                    waiting = Threads.beside(() -> {
                        pool.getConnection().close();
                        return null;
                    });
                    Await.until("a thread that waits", () -> gauge("hikaricp.connections.pending") == 1);
                    assertThat(gauge("hikaricp.connections.active")).isOne();
                    assertThat(gauge("hikaricp.connections.max")).isOne();
                    assertThat(only.isClosed()).isFalse();
                }
                Threads.result(waiting);

                Await.until(
                        "both told",
                        () -> registry.get("hikaricp.connections.acquire")
                                        .tag("pool", "measured")
                                        .timer()
                                        .count()
                                == 2);
            }
        }

        @Test
        void goToOneRegistry() {
            try (Pool pool = pool()) {
                PoolMeters meters = PoolMeters.of(pool);
                meters.bindTo(registry);

                assertThatIllegalStateException().isThrownBy(() -> meters.bindTo(new SimpleMeterRegistry()));
            }
        }

        private double gauge(String name) {
            return registry.get(name).tag("pool", "measured").gauge().value();
        }
    }

    @Nested
    class OfAProjection {

        @Test
        void sayHowFarEachOfItsPartitionsIsBehind() throws Exception {
            Totals.create(dsl, "public");
            try (Subscribed program = Subscribed.to(database);
                    Projections projections = Projections.of(program.store(), program.subscriptions())) {
                program.append(10);
                RunningProjection running =
                        projections.start(Totals.projection("totals").partitions(2));
                Await.until(
                        "both caught up",
                        () -> running.status().stream()
                                .allMatch(status ->
                                        status.lagInEvents() == 0 && status.state() == PartitionStatus.State.LIVE));

                ProjectionMeters.of(running).bindTo(registry);

                for (String partition : new String[] {"0", "1"}) {
                    // A gauge says NaN where a busy database has not answered, and asks again five seconds later.
                    Await.until(
                            "partition " + partition + " caught up",
                            () -> gauge("position", partition) == 10 && gauge("lag.events", partition) == 0);
                }
            }
        }

        private double gauge(String what, String partition) {
            return registry.get("event.store.subscription." + what)
                    .tags("subscription", "totals@1", "partition", partition)
                    .gauge()
                    .value();
        }
    }
}
