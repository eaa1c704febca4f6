package io.github.jooqeventstore.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Compares what a reader has delivered with what is stored in the end. */
final class Judge {

    private final List<StoredEvent> stored;
    private final Map<Long, Integer> byPosition = new HashMap<>();

    /** What is stored, in the order of positions. */
    Judge(List<StoredEvent> stored) {
        this.stored = List.copyOf(stored);
        for (int i = 0; i < stored.size(); i++) {
            byPosition.put(stored.get(i).event().position(), i);
        }
    }

    /**
     * The verdict on one reader.
     *
     * @param deliveries in the order in which they were committed
     * @param expected which of the stored events it had to deliver
     * @param lane which of them come in the order of their positions: those of one number
     */
    ReaderVerdict judge(
            String reader,
            Stream<Delivery> deliveries,
            Predicate<StoredEvent> expected,
            ToIntFunction<StoredEvent> lane) {
        Case reading = new Case(expected, lane);
        deliveries.forEachOrdered(reading::delivered);
        return reading.verdict(reader);
    }

    /** The positions handed out and not used, up to the last one that is. */
    long gaps() {
        return stored.isEmpty() ? 0 : stored.getLast().event().position() - stored.size();
    }

    /** How many events are stored. */
    long stored() {
        return stored.size();
    }

    private final class Case {

        private final Predicate<StoredEvent> expected;
        private final ToIntFunction<StoredEvent> lane;
        private final BitSet seen = new BitSet();
        private final Map<String, Long> versions = new HashMap<>();
        private final Map<Integer, Long> highest = new HashMap<>();
        private final Latencies latencies = new Latencies();
        private long duplicated;
        private long outOfOrder;
        private long wentBack;
        private long notStored;
        private long notAsked;

        Case(Predicate<StoredEvent> expected, ToIntFunction<StoredEvent> lane) {
            this.expected = expected;
            this.lane = lane;
        }

        void delivered(Delivery delivery) {
            Event event = delivery.event();
            Integer index = byPosition.get(event.position());
            if (index == null || !stored.get(index).event().equals(event)) {
                notStored++;
            } else if (seen.get(index)) {
                duplicated++;
            } else {
                seen.set(index);
                first(stored.get(index), delivery.at());
            }
        }

        private void first(StoredEvent found, Instant at) {
            Event event = found.event();
            if (!expected.test(found)) {
                notAsked++;
            }
            if (event.version() < versions.getOrDefault(event.stream(), 0L)) {
                outOfOrder++;
            }
            if (event.position() < highest.getOrDefault(lane.applyAsInt(found), 0L)) {
                wentBack++;
            }
            versions.merge(event.stream(), event.version(), Math::max);
            highest.merge(lane.applyAsInt(found), event.position(), Math::max);
            Instant committed = found.committedAt();
            if (committed != null) {
                latencies.add(Duration.between(committed, at));
            }
        }

        ReaderVerdict verdict(String reader) {
            long wanted = 0;
            long missed = 0;
            for (int i = 0; i < stored.size(); i++) {
                if (expected.test(stored.get(i))) {
                    wanted++;
                    missed += seen.get(i) ? 0 : 1;
                }
            }
            return new ReaderVerdict(
                    reader, wanted, missed, duplicated, outOfOrder, wentBack, notStored, notAsked, latencies);
        }
    }
}
