package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.Wire.Cut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Records;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Group commit under contention and faults: acknowledged is stored once, and nothing else is. */
class GroupCommitStressTest {

    private static final int INSTANCES = 3;
    private static final int THREADS = 60;
    private static final int HOT_STREAMS = 20;

    /** More by choice: {@code -Deventstore.stress.grouped=1000}. */
    private static final int APPENDS_PER_THREAD = Integer.getInteger("eventstore.stress.grouped", 60);

    /** Where an event stands. */
    private record Place(String stream, long version, long position) {}

    private final List<HikariDataSource> pools = new ArrayList<>();
    private final ConcurrentHashMap<UUID, Place> acknowledged = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        pools.forEach(HikariDataSource::close);
    }

    @Test
    void severalInstancesOnHotStreamsWriteWhatTheyAcknowledgeAndNothingElse() throws Exception {
        TestDatabase database = TestDatabase.migrated();
        DSLContext dsl = database.dsl();
        dsl.execute("alter table event_store.events add constraint no_poison check (event_type <> 'poison')");
        List<EventStore> stores = IntStream.range(0, INSTANCES)
                .mapToObj(i -> grouped(pool(database.dataSource(), 5)))
                .toList();

        Threads.together(THREADS, thread -> {
            Random random = new Random(thread);
            Map<StreamId, Long> versions = new HashMap<>();
            for (int i = 0; i < APPENDS_PER_THREAD; i++) {
                appendSomething(stores, stores.get(thread % INSTANCES), random, versions, i);
            }
            return thread;
        });

        System.out.printf("group commit under contention: %s%n", counts);
        assertThat(counts).containsKeys("written", "refused", "poison", "written by a twin");
        assertAcknowledgedIsStored(dsl);
    }

    private void appendSomething(
            List<EventStore> stores, EventStore store, Random random, Map<StreamId, Long> versions, int round)
            throws Exception {
        StreamId stream = random.nextInt(5) == 0
                ? StreamId.of("raced", round * 4 + random.nextInt(4))
                : StreamId.of("hot", random.nextInt(HOT_STREAMS));
        ExpectedVersion expected = expected(random, versions.get(stream));
        String type = random.nextInt(100) == 0 ? "poison" : "noted";
        List<NewEvent> events = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> NewEvent.of(new JsonEvent(type, "{\"number\": " + i + "}")))
                .toList();
        StreamAppend append = new StreamAppend(stream, expected, events);
        if (random.nextInt(20) == 0) {
            EventStore other = stores.get(random.nextInt(stores.size()));
            Future<Boolean> twin = Threads.beside(() -> append(other, append, versions, "twin"));
            boolean first = append(store, append, versions, "first");
            boolean second = Threads.result(twin);
            if (first || second) {
                count("written by a twin");
            }
        } else {
            append(store, append, versions, "");
        }
    }

    private static ExpectedVersion expected(Random random, @Nullable Long version) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> any();
            case 2 -> streamExists();
            case 3 -> noStream();
            default -> version == null ? noStream() : exactly(version);
        };
    }

    private boolean append(EventStore store, StreamAppend append, Map<StreamId, Long> versions, String twin)
            throws Exception {
        try {
            AppendResult result = random(append)
                    ? store.append(append)
                    : store.appendAsync(append)
                            .exceptionally(GroupCommitStressTest::rethrow)
                            .get();
            if (twin.isEmpty()) {
                versions.put(append.stream(), result.lastVersion());
                assertHeld(append.expected(), result);
            }
            for (int i = 0; i < append.events().size(); i++) {
                Place place = new Place(
                        append.stream().value(),
                        result.firstVersion() + i,
                        result.positions().get(i));
                Place before = acknowledged.put(append.events().get(i).id(), place);
                assertThat(before).isIn(null, place);
            }
            count("written");
            return true;
        } catch (ExecutionException e) {
            refused(Objects.requireNonNull(e.getCause()), append, versions, twin);
        } catch (RuntimeException e) {
            refused(e, append, versions, twin);
        }
        return false;
    }

    private void refused(Throwable thrown, StreamAppend append, Map<StreamId, Long> versions, String twin) {
        if (thrown instanceof WrongExpectedVersionException wrong) {
            if (twin.isEmpty() && wrong.found().isPresent()) {
                versions.put(append.stream(), wrong.found().getAsLong());
            }
            count("refused");
        } else if (thrown instanceof TransactionConflictException conflict) {
            count("conflict " + conflict.sqlState());
        } else if (thrown instanceof DataAccessException
                && String.valueOf(thrown.getMessage()).contains("no_poison")) {
            count("poison");
        } else {
            throw new AssertionError(thrown);
        }
    }

    private static AppendResult rethrow(Throwable thrown) {
        throw thrown instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(thrown);
    }

    private static boolean random(StreamAppend append) {
        return append.events().getFirst().id().hashCode() % 4 != 0;
    }

    private static void assertHeld(ExpectedVersion expected, AppendResult result) {
        switch (expected) {
            case ExpectedVersion.NoStream none ->
                assertThat(result.firstVersion()).isOne();
            case ExpectedVersion.Exactly exactly ->
                assertThat(result.firstVersion()).isEqualTo(exactly.version() + 1);
            case ExpectedVersion.StreamExists some ->
                assertThat(result.firstVersion()).isGreaterThan(1);
            case ExpectedVersion.Any any -> assertThat(result.firstVersion()).isPositive();
        }
        assertThat(result.repeated()).isFalse();
    }

    private void count(String what) {
        counts.computeIfAbsent(what, absent -> new AtomicInteger()).incrementAndGet();
    }

    private void assertAcknowledgedIsStored(DSLContext dsl) {
        Map<UUID, Place> stored = dsl.select(EVENTS.EVENT_ID, EVENTS.STREAM_ID, EVENTS.VERSION, EVENTS.POSITION)
                .from(EVENTS)
                .fetchMap(
                        EVENTS.EVENT_ID,
                        Records.mapping((id, stream, version, position) -> new Place(stream, version, position)));
        assertThat(stored).isEqualTo(acknowledged);
        Map<String, List<Place>> byStream = new HashMap<>();
        stored.values()
                .forEach(place -> byStream.computeIfAbsent(place.stream(), s -> new ArrayList<>())
                        .add(place));
        byStream.forEach((stream, places) -> {
            places.sort((a, b) -> Long.compare(a.version(), b.version()));
            assertThat(places)
                    .extracting(Place::version)
                    .isEqualTo(IntStream.rangeClosed(1, places.size())
                            .mapToObj(i -> (long) i)
                            .toList());
            assertThat(places).extracting(Place::position).isSorted();
        });
        assertThat(dsl.select(STREAMS.STREAM_ID, STREAMS.VERSION)
                        .from(STREAMS)
                        .fetchMap(STREAMS.STREAM_ID, STREAMS.VERSION))
                .allSatisfy((stream, version) ->
                        assertThat(byStream.getOrDefault(stream, List.of())).hasSize(version.intValue()))
                .hasSameSizeAs(byStream);
    }

    @Test
    void resetsLoseNothingAndDoubleNothing() throws Exception {
        TestDatabase database = TestDatabase.migrated();
        AtomicInteger resets = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        try (Wire wire = Wire.to(database)) {
            PGSimpleDataSource wired = wire.dataSource();
            wired.setSocketTimeout(1);
            DSLContext dsl = DSL.using(new DataSourceConnectionProvider(pool(wired, 10)), SQLDialect.POSTGRES);
            EventStore store = EventStore.builder(dsl)
                    .groupCommit(GroupCommitOptions.defaults().connections(2))
                    .build();
            BlindRetries retries = new BlindRetries(dsl, store);
            wire.disturb(statements -> {
                boolean batch = statements.contains("\"granted\"");
                if (batch) {
                    together.incrementAndGet();
                }
                if (ThreadLocalRandom.current().nextInt(batch ? 4 : 12) == 0) {
                    resets.incrementAndGet();
                    List<Cut> cuts = Cut.resets();
                    return cuts.get(ThreadLocalRandom.current().nextInt(cuts.size()));
                }
                return null;
            });
            Threads.together(16, writer -> {
                retries.write(
                        writer, () -> resets.get() >= 200 && together.get() >= 50 && retries.haveSeenEverything());
                return writer;
            });
            wire.disturb(statements -> null);

            System.out.printf(
                    "group commit: %d resets, %d batches, %d conflicts%n",
                    resets.get(), together.get(), retries.conflicts());
            retries.assertAcknowledgedIsStored();
        }
    }

    @Test
    void aServerThatIsKilledLosesNothingAndDoublesNothing(@TempDir Path folder) throws Exception {
        try (MortalServer server = MortalServer.in(folder.resolve("server"), Map.of("fsync", "off"))) {
            EventStore store = EventStore.builder(DSL.using(server.dataSource(), SQLDialect.POSTGRES))
                    .groupCommit(GroupCommitOptions.defaults().connections(2))
                    .build();
            BlindRetries retries = new BlindRetries(server.dsl(), store);
            AtomicBoolean enough = new AtomicBoolean();

            Threads.together(17, thread -> {
                if (thread < 16) {
                    retries.write(thread, enough::get);
                    return thread;
                }
                try {
                    for (int i = 0; i < 2; i++) {
                        retries.awaitMoreAppends(150);
                        server.kill();
                        server.startAgain();
                    }
                    retries.awaitMoreAppends(150);
                } finally {
                    enough.set(true);
                }
                return thread;
            });

            assertThat(retries.lostConnections()).isGreaterThanOrEqualTo(2);
            retries.assertAcknowledgedIsStored();
        }
    }

    private HikariDataSource pool(DataSource dataSource, int size) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(dataSource);
        pool.setMaximumPoolSize(size);
        pool.setConnectionTimeout(60_000);
        pools.add(pool);
        return pool;
    }

    private static EventStore grouped(DataSource dataSource) {
        return EventStore.builder(DSL.using(dataSource, SQLDialect.POSTGRES))
                .groupCommit()
                .build();
    }
}
