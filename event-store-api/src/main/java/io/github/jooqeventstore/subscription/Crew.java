package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.subscription.PartitionStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The workers of a subscription in this program, by the numbers of their partitions. */
final class Crew {

    /** A worker: what it works on, its handler, and its thread. */
    private record Hand(Assignment assignment, Handling handling, Thread thread) {}

    private final Group group;
    private final LeaseTable leases;
    private final Handler handler;
    private final Map<Integer, Hand> hands = new ConcurrentHashMap<>();
    private final Map<Integer, Checkpoint> remembered = new ConcurrentHashMap<>();

    Crew(Group group, LeaseTable leases, Handler handler) {
        this.group = group;
        this.leases = leases;
        this.handler = handler;
    }

    void begin(LeaseTable.Claimed claimed) {
        int partition = claimed.lease().partition();
        Assignment assignment = new Assignment(group.subject(partition), claimed.lease());
        Handling handling = new Handling(assignment, group.definition().handlerTimeout(), group.lease());
        Progress progress = new Progress(group, assignment, claimed.checkpoint(), remembered.get(partition));
        Worker worker = worker(assignment, handling, progress);
        Thread thread = Thread.ofVirtual()
                .name("event-store-subscription-" + group.name() + "-" + partition)
                .unstarted(() -> {
                    try {
                        worker.run();
                    } finally {
                        remember(assignment, progress.done());
                        hands.remove(partition);
                    }
                });
        hands.put(partition, new Hand(assignment, handling, thread));
        thread.start();
    }

    /**
     * A failover takes checkpoints back together with events: what was handled here must still be there when the partition is
     * claimed again. Once that was found and said, it is up to the operator.
     */
    private void remember(Assignment assignment, Checkpoint done) {
        if (assignment.state() == State.STOPPED) {
            remembered.remove(assignment.lease().partition());
        } else {
            remembered.put(assignment.lease().partition(), done);
        }
    }

    private Worker worker(Assignment assignment, Handling handling, Progress progress) {
        ParkedStreams parked = new ParkedStreams(group, assignment);
        Attempts attempts = new Attempts(group, assignment, leases);
        Delivery delivery = switch (handler) {
            case Handler.OfEvents each ->
                new OneByOne(each.handler(), assignment, handling, attempts, progress, parked);
            case Handler.OfBatches batch ->
                new InOneTransaction(batch.handler(), group, handling, attempts, progress, parked);
        };
        return new Worker(group, assignment, leases, progress, parked, delivery);
    }

    List<Assignment> assignments() {
        return hands.values().stream().map(Hand::assignment).toList();
    }

    /** Those partitions that are not to be claimed here: somebody still works on them. */
    Set<Integer> partitions() {
        return Set.copyOf(hands.keySet());
    }

    @Nullable
    Assignment assignment(int partition) {
        Hand hand = hands.get(partition);
        return hand == null ? null : hand.assignment();
    }

    void watch() {
        hands.values().forEach(hand -> hand.handling().watch());
    }

    void wake(long position) {
        hands.values().forEach(hand -> hand.assignment().signal().wake(position));
    }

    /** Has every partition given back after the event in hand, and waits for that, at most for so long. */
    void leave(long patienceNanos) throws InterruptedException {
        hands.values().forEach(hand -> hand.assignment().leave());
        long end = System.nanoTime() + patienceNanos;
        for (Hand hand : hands.values()) {
            long left = Math.max(1, end - System.nanoTime());
            hand.thread().join(Duration.ofNanos(left));
        }
    }
}
