package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.Pinnings.Pinning;
import io.github.jooqeventstore.snapshot.SnapshotType;
import io.github.jooqeventstore.snapshot.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hundreds of virtual threads share a store and a few connections. */
class VirtualThreadsTest {

    private static final int THREADS = 300;
    private static final String OURS = "io.github.jooqeventstore.";

    private static final TestDatabase DATABASE = TestDatabase.migrated();
    private static final HikariDataSource POOL = pool();

    @AfterAll
    static void close() {
        POOL.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areNotPinnedByIt(boolean listened) throws Exception {
        DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES);
        if (listened) {
            dsl.configuration().set(new ExecuteListener() {});
        }
        Everything.doneWith(dsl); // Classes are loaded by native code, which pins: not what is asked here.
        useEverything(dsl, 0);

        List<Pinning> pinnings = Pinnings.during(() -> Threads.together(THREADS, thread -> useEverything(dsl, thread)));

        System.out.printf(
                "virtual threads, Java %s: %d of them, %d connections, listened to: %s, pinned %d times%s%n",
                Runtime.version().feature(),
                THREADS,
                POOL.getMaximumPoolSize(),
                listened,
                pinnings.size(),
                pinnings.isEmpty()
                        ? ""
                        : " by "
                                + pinnings.stream()
                                        .map(Pinning::culprit)
                                        .distinct()
                                        .toList());
        assertThat(pinnings)
                .filteredOn(pinning -> pinning.culprit().startsWith(OURS))
                .isEmpty();
    }

    /** Every statement and every lock that a caller can reach, some of it in a transaction. */
    private static int useEverything(DSLContext dsl, int thread) {
        EventStore store = EventStore.builder(dsl).pageSize(2).build();
        StreamId own = StreamId.of("own", UUID.randomUUID());
        StreamId shared = StreamId.of("shared", thread % 10);
        store.append(own, noStream(), notes(3));
        store.append(shared, any(), note(thread));
        dsl.transaction(tx -> store.in(tx)
                .append(List.of(StreamAppend.of(own, any(), note(4)), StreamAppend.of(shared, any(), notes(2)))));
        assertThat(store.load(own)).hasSize(4);
        try (Stream<RecordedEvent> lazily = store.loadLazily(own, StreamSlice.forward())) {
            assertThat(lazily).hasSize(4);
        }
        assertThat(store.query(EventQuery.where(EventFilter.ofStream(own).and(EventFilter.payload("number", "4")))))
                .hasSize(1);
        Snapshots<Long> counts = Snapshots.of(store, SnapshotType.of("count", 1, Long.class));
        assertThat(counts.save(counts.load(own, 0L, (count, event) -> count + 1)))
                .isTrue();
        assertThat(counts.newest(own).orElseThrow().state()).isEqualTo(4);
        return thread;
    }

    /** What the other test stands on: a virtual thread that is pinned by code of this package is found. */
    @Test
    void arePinnedByWhatBlocksInANativeFrame() throws Exception {
        List<Pinning> pinnings = Pinnings.during(() -> Threads.together(1, thread -> new BlocksWhileItIsLoaded()));

        assertThat(pinnings)
                .anySatisfy(pinning -> assertThat(pinning.culprit()).isEqualTo(BlocksWhileItIsLoaded.class.getName()));
    }

    private static final class BlocksWhileItIsLoaded {
        static {
            LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
        }
    }

    private static HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(DATABASE.dataSource());
        pool.setMaximumPoolSize(8);
        pool.setConnectionTimeout(60_000);
        return pool;
    }
}
