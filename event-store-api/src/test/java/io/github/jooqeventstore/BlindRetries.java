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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Writers who lose their connections and ask the same again until they know, and what is stored in the end. */
final class BlindRetries {

    /** An append that its writer knows the end of; no results where it was refused or rolled back. */
    private record Known(
            List<StreamAppend> appends, @Nullable List<AppendResult> results) {}

    private static final class MeantToRollBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final DSLContext dsl;
    private final EventStore store;
    private final String category = "retries-" + UUID.randomUUID();
    private final long end;
    private final ConcurrentLinkedQueue<Known> known = new ConcurrentLinkedQueue<>();

    final AtomicInteger repeated = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger rolledBack = new AtomicInteger();
    final AtomicInteger lostConnections = new AtomicInteger();
    final AtomicInteger conflicts = new AtomicInteger();

    BlindRetries(DSLContext dsl, Duration howLong) {
        this.dsl = dsl;
        this.store = EventStore.using(dsl);
        this.end = System.nanoTime() + howLong.toNanos();
    }

    boolean goesOn() {
        return System.nanoTime() < end;
    }

    int appends() {
        return known.size();
    }

    /** Appends in every form until the time is over. */
    void write(int writer) throws Exception {
        Random random = new Random(writer);
        while (goesOn()) {
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
                if (!Failures.isConnectionLost(e)) {
                    throw e;
                }
                lostConnections.incrementAndGet();
            }
        }
    }

    /** Acknowledged is what is stored, there as it was told, and nothing else is. */
    void assertAcknowledgedIsStored() {
        List<List<Object>> acknowledged = new ArrayList<>();
        for (Known append : known) {
            for (int i = 0; append.results() != null && i < append.appends().size(); i++) {
                AppendResult result = append.results().get(i);
                List<NewEvent> events = append.appends().get(i).events();
                for (int k = 0; k < events.size(); k++) {
                    acknowledged.add(List.of(
                            events.get(k).id(),
                            result.stream().value(),
                            result.firstVersion() + k,
                            result.positions().get(k)));
                }
            }
        }
        List<List<Object>> stored = dsl.select(EVENTS.EVENT_ID, EVENTS.STREAM_ID, EVENTS.VERSION, EVENTS.POSITION)
                .from(EVENTS)
                .where(EVENTS.STREAM_ID.startsWith(category))
                .orderBy(EVENTS.STREAM_ID, EVENTS.VERSION)
                .fetch(row -> List.<Object>of(row.value1(), row.value2(), row.value3(), row.value4()));
        assertThat(stored).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertStreamsAreWhole();
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
