package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.max;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;
import org.jooq.Records;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Writers who lose their connections and ask the same again until they know, and what is stored in the end. */
final class BlindRetries {

    private static final String DISK_FULL = "53100";

    /** An append that its writer knows the end of; no results where it was refused or rolled back. */
    private record Known(
            List<StreamAppend> appends, @Nullable List<AppendResult> results) {}

    /** Where an event stands. */
    private record Place(UUID id, String stream, long version, long position) {}

    private static final class MeantToRollBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final DSLContext dsl;
    private final EventStore store;
    private final String category = "retries-" + UUID.randomUUID();
    private final ConcurrentLinkedQueue<Known> known = new ConcurrentLinkedQueue<>();

    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger rolledBack = new AtomicInteger();
    private final AtomicInteger lostConnections = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();
    private final AtomicInteger wantOfRoom = new AtomicInteger();

    BlindRetries(DSLContext dsl) {
        this(dsl, EventStore.using(dsl));
    }

    /** Appends that are in no transaction go through that store as it is. */
    BlindRetries(DSLContext dsl, EventStore store) {
        this.dsl = dsl;
        this.store = store;
    }

    /** Whether all has happened that writers survive who lose their connections. */
    boolean haveSeenEverything() {
        return lostConnections.get() > 0 && repeated.get() > 0 && refused.get() > 0 && rolledBack.get() > 0;
    }

    int appends() {
        return known.size();
    }

    /** Waits until writers know of so many more. */
    void awaitMoreAppends(int more) throws Exception {
        int goal = appends() + more;
        Await.until("%s more appends".formatted(more), () -> appends() >= goal);
    }

    /** Deadlocks and the like, after which an append was repeated. */
    int conflicts() {
        return conflicts.get();
    }

    /** Requests that found no connection, or lost it. */
    int lostConnections() {
        return lostConnections.get();
    }

    /** Requests that the server refused for want of room. */
    int refusedForWantOfRoom() {
        return wantOfRoom.get();
    }

    /** Appends in every form until it is enough. */
    void write(int writer, BooleanSupplier enough) throws Exception {
        Random random = new Random(writer);
        while (!enough.getAsBoolean()) {
            appendSomething(random);
        }
    }

    private void appendSomething(Random random) throws Exception {
        StreamId stream = StreamId.of(category, random.nextInt(6));
        StreamId other = StreamId.of(category, 6 + random.nextInt(6));
        int events = 1 + random.nextInt(3);
        switch (random.nextInt(6)) {
            case 0 -> alone(List.of(StreamAppend.of(stream, any(), notes(events))));
            case 1 -> {
                long version = untilAnswered(() -> store.currentVersion(stream)).orElse(0);
                alone(List.of(StreamAppend.of(stream, version == 0 ? noStream() : exactly(version), notes(events))));
            }
            case 2 ->
                alone(List.of(StreamAppend.of(StreamId.of(category, UUID.randomUUID()), noStream(), notes(events))));
            case 3 ->
                alone(List.of(StreamAppend.of(other, any(), notes(events)), StreamAppend.of(stream, any(), notes(1))));
            case 4 -> inATransaction(List.of(StreamAppend.of(stream, any(), notes(events))), random.nextInt(5) == 0);
            default ->
                inATransaction(
                        List.of(StreamAppend.of(other, any(), notes(1)), StreamAppend.of(stream, any(), notes(events))),
                        random.nextInt(5) == 0);
        }
    }

    private void alone(List<StreamAppend> appends) throws Exception {
        try {
            List<AppendResult> results = untilAnswered(() -> store.append(appends));
            known.add(new Known(appends, results));
            results.stream().filter(AppendResult::repeated).findFirst().ifPresent(found -> repeated.incrementAndGet());
        } catch (WrongExpectedVersionException e) {
            refused.incrementAndGet();
            known.add(new Known(appends, null));
        }
    }

    private void inATransaction(List<StreamAppend> appends, boolean rollBack) throws Exception {
        try {
            List<AppendResult> results = untilAnswered(() -> dsl.transactionResult(tx -> {
                List<AppendResult> written = store.in(tx).append(appends);
                if (rollBack) {
                    throw new MeantToRollBack();
                }
                return written;
            }));
            known.add(new Known(appends, results));
        } catch (MeantToRollBack e) {
            rolledBack.incrementAndGet();
            known.add(new Known(appends, null));
        }
    }

    private <T> T untilAnswered(Callable<T> call) throws Exception {
        while (true) {
            try {
                return call.call();
            } catch (AppendOutcomeUnknownException e) {
                lostConnections.incrementAndGet();
            } catch (TransactionConflictException e) {
                conflicts.incrementAndGet();
            } catch (DataAccessException e) {
                if (e.sqlState().equals(DISK_FULL)) {
                    wantOfRoom.incrementAndGet();
                } else if (Failures.isConnectionLost(e)) {
                    lostConnections.incrementAndGet();
                } else {
                    throw e;
                }
                // So that whoever has to recover gets something done in between.
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** Acknowledged is what is stored, there as it was told, and nothing else is. */
    void assertAcknowledgedIsStored() {
        List<Place> acknowledged = new ArrayList<>();
        for (Known append : known) {
            List<AppendResult> results = append.results();
            for (int i = 0; results != null && i < results.size(); i++) {
                addPlaces(acknowledged, append.appends().get(i), results.get(i));
            }
        }
        List<Place> stored = dsl.select(EVENTS.EVENT_ID, EVENTS.STREAM_ID, EVENTS.VERSION, EVENTS.POSITION)
                .from(EVENTS)
                .where(EVENTS.STREAM_ID.startsWith(category))
                .orderBy(EVENTS.STREAM_ID, EVENTS.VERSION)
                .fetch(Records.mapping(Place::new));
        Set<Place> lost = new LinkedHashSet<>(acknowledged);
        stored.forEach(lost::remove);
        Set<Place> doubled = new LinkedHashSet<>(stored);
        acknowledged.forEach(doubled::remove);
        assertThat(lost)
                .as("acknowledged and not stored there, of %s", acknowledged.size())
                .isEmpty();
        assertThat(doubled)
                .as("stored and not acknowledged there, of %s", stored.size())
                .isEmpty();
        assertThat(stored).hasSameSizeAs(acknowledged);
        assertStreamsAreWhole();
    }

    private static void addPlaces(List<Place> places, StreamAppend append, AppendResult result) {
        for (int i = 0; i < append.events().size(); i++) {
            places.add(new Place(
                    append.events().get(i).id(),
                    append.stream().value(),
                    result.firstVersion() + i,
                    result.positions().get(i)));
        }
    }

    private void assertStreamsAreWhole() {
        assertThat(dsl.select(EVENTS.STREAM_ID, max(EVENTS.VERSION), count())
                        .from(EVENTS)
                        .where(EVENTS.STREAM_ID.startsWith(category))
                        .groupBy(EVENTS.STREAM_ID)
                        .orderBy(EVENTS.STREAM_ID)
                        .fetch(row -> List.<Object>of(row.value1(), row.value2(), (long) row.value3())))
                .as("versions without gaps, and heads where they end")
                .isEqualTo(dsl.select(STREAMS.STREAM_ID, STREAMS.VERSION)
                        .from(STREAMS)
                        .where(STREAMS.STREAM_ID.startsWith(category))
                        .orderBy(STREAMS.STREAM_ID)
                        .fetch(row -> List.<Object>of(row.value1(), row.value2(), row.value2())));
        for (int i = 0; i < 12; i++) {
            assertThat(store.load(StreamId.of(category, i)))
                    .extracting(RecordedEvent::position)
                    .isSorted();
        }
    }
}
