package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

/** Writers of every kind at once, and readers of whom none may miss an event, see one twice, or see one too early. */
class GlobalOrderStressTest {

    private static final int WRITERS = 12;
    private static final long SECONDS = Long.getLong("eventstore.stress.seconds", 5);

    private final TestDatabase database = TestDatabase.migrated();
    private final EventStore store = EventStore.using(database.dsl());
    /** Known when all writers have ended. */
    private final AtomicLong lastPosition = new AtomicLong(Long.MAX_VALUE);

    /** What came, in the order in which it came. */
    private record Delivered(List<RecordedEvent> events) {

        long missedOf(Set<Long> committed) {
            Set<Long> positions = new HashSet<>(positions());
            return committed.stream()
                    .filter(position -> !positions.contains(position))
                    .count();
        }

        long twice() {
            return (long) events.size() - new HashSet<>(positions()).size();
        }

        long outOfOrder() {
            long count = 0;
            Map<StreamId, Long> versions = new HashMap<>();
            long last = 0;
            for (RecordedEvent event : events) {
                long version = versions.getOrDefault(event.stream(), 0L);
                if (event.position() <= last || event.version() != version + 1) {
                    count++;
                }
                last = event.position();
                versions.put(event.stream(), event.version());
            }
            return count;
        }

        private List<Long> positions() {
            return events.stream().map(RecordedEvent::position).toList();
        }
    }

    @Test
    void readersMissNothingWhateverWritersDoAndANaiveOneDoes() throws Exception {
        database.dsl().execute("create table own (id bigint generated always as identity, n int)");
        List<Future<Delivered>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(Threads.beside(() -> read(AllSlice.all().limit(100))));
            readers.add(Threads.beside(
                    () -> read(AllSlice.where(EventFilter.ofTypes("noted")).limit(100))));
        }
        Future<Delivered> naive = Threads.beside(this::readNaively);
        Future<Integer> nemesis = Threads.beside(this::terminateSessions);

        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        Threads.together(WRITERS, writer -> write(writer, end));
        endPrepared(new Random(0), Integer.MAX_VALUE);
        Sessions.terminate(database.dsl(), sessionsOfWriters(database.dsl()));
        Await.until(
                "the writers' sessions to end",
                () -> sessionsOfWriters(database.dsl()).isEmpty());
        Set<Long> committed =
                Set.copyOf(database.dsl().select(EVENTS.POSITION).from(EVENTS).fetch(EVENTS.POSITION));
        lastPosition.set(Collections.max(committed));

        assertThat(committed).hasSizeGreaterThan(200);
        assertThat(Threads.result(nemesis)).isPositive();
        for (Future<Delivered> reader : readers) {
            Delivered delivered = Threads.result(reader);
            assertThat(delivered.missedOf(committed)).as("missed").isZero();
            assertThat(delivered.twice()).as("twice").isZero();
            assertThat(delivered.outOfOrder()).as("out of order").isZero();
            assertThat(delivered.events()).hasSize(committed.size());
        }
        assertThat(Threads.result(naive).missedOf(committed))
                .as("missed by the naive reader")
                .isPositive();
    }

    private Delivered read(AllSlice first) throws Exception {
        try (Connection connection = database.connect()) {
            EventStore mine = store.in(connection);
            return readUntilDone(first.after(), after -> mine.readAll(first.after(after)));
        }
    }

    private Delivered readNaively() throws Exception {
        try (Connection connection = database.connect()) {
            EventStore mine = store.in(connection);
            EventQuery all = EventQuery.where(EventFilter.everything()).limit(100);
            return readUntilDone(0, after -> {
                List<RecordedEvent> events = mine.query(all.from(after + 1));
                return new AllPage(
                        events, events.isEmpty() ? after : events.getLast().position());
            });
        }
    }

    private Delivered readUntilDone(long from, LongFunction<AllPage> reader) {
        List<RecordedEvent> events = new ArrayList<>();
        long after = from;
        while (after < lastPosition.get()) {
            AllPage page = reader.apply(after);
            events.addAll(page.events());
            after = page.through();
        }
        return new Delivered(events);
    }

    private int write(int writer, long end) throws Exception {
        Random random = new Random(writer);
        int attempts = 0;
        while (System.nanoTime() < end) {
            try (Connection connection = database.connect()) {
                connection.createStatement().execute("set application_name = 'writer'");
                while (System.nanoTime() < end) {
                    attempts++;
                    writeOnce(connection, random, "tx-" + writer + "-" + attempts);
                }
            } catch (SQLException | DataAccessException | EventStoreException e) {
                // Terminated by the nemesis: another connection, and on.
                attempts++;
            }
        }
        return attempts;
    }

    private void writeOnce(Connection connection, Random random, String gid) throws SQLException {
        EventStore mine = store.in(connection);
        if (random.nextInt(3) == 0) {
            connection.setAutoCommit(true);
            mine.append(anyStream(random), any(), notes(1 + random.nextInt(3)));
            return;
        }
        connection.setAutoCommit(false);
        if (random.nextInt(4) == 0) {
            connection.createStatement().execute("insert into own (n) values (1)");
            delay(random);
        }
        mine.append(anyStream(random), any(), notes(1 + random.nextInt(3)));
        delay(random);
        if (random.nextInt(4) == 0) {
            Savepoint savepoint = connection.setSavepoint();
            mine.append(StreamId.of("s", "own-" + gid), any(), notes(2));
            if (random.nextBoolean()) {
                connection.rollback(savepoint);
            }
        }
        switch (random.nextInt(8)) {
            case 0 -> connection.rollback();
            case 1 -> {
                connection.createStatement().execute("prepare transaction '" + database.name() + gid + "'");
                connection.setAutoCommit(true);
                delay(random);
                endPrepared(random, 1);
            }
            default -> connection.commit();
        }
    }

    /** Short ones mostly, and now and then one that many others overtake. */
    private static void delay(Random random) {
        LockSupport.parkNanos(random.nextInt(50) == 0 ? 200_000_000 : random.nextInt(4) * 1_000_000L);
    }

    private static StreamId anyStream(Random random) {
        return StreamId.of("s", random.nextInt(500));
    }

    /** By whomever: a prepared transaction belongs to nobody. */
    private void endPrepared(Random random, int atLeast) {
        DSLContext dsl = database.dsl();
        List<String> gids = dsl.fetch("select gid from pg_prepared_xacts where database = current_database()")
                .getValues(0, String.class);
        for (String gid : gids.subList(0, Math.min(atLeast, gids.size()))) {
            try {
                dsl.execute((random.nextInt(4) == 0 ? "rollback" : "commit") + " prepared '" + gid + "'");
            } catch (DataAccessException e) {
                // Another was faster.
                assertThat(e.sqlState()).isIn("42704", "55000");
            }
        }
    }

    private int terminateSessions() {
        DSLContext dsl = database.dslOnOneConnection();
        int count = 0;
        while (lastPosition.get() == Long.MAX_VALUE) {
            List<Integer> writers = new ArrayList<>(sessionsOfWriters(dsl));
            Collections.shuffle(writers);
            List<Integer> one = writers.subList(0, Math.min(1, writers.size()));
            Sessions.terminate(dsl, one);
            count += one.size();
            LockSupport.parkNanos(200_000_000);
        }
        return count;
    }

    private static List<Integer> sessionsOfWriters(DSLContext dsl) {
        return dsl.fetch("select pid from pg_stat_activity where application_name = 'writer'"
                        + " and datname = current_database()")
                .getValues(0, Integer.class);
    }
}
