package io.github.jooqeventstore.testing;

import io.github.jooqeventstore.EventStoreException;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;

/** Lets the library deliver: a subscription or a projection, which is one member of those of its name. */
final class SubscribedReader implements Reader {

    /** Begins to deliver to a journal; what comes back tells how it stands. */
    @FunctionalInterface
    interface Delivering {
        Supplier<List<PartitionStatus>> start(Subscriptions subscriptions, Journal journal);
    }

    /** So long the partitions of a reader that was killed wait for another one. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

    private final Journal member;
    private final Journal journal;
    private final ReaderStore readers;
    private final Tally tally;
    private final Delivering delivering;
    private final Set<String> told = new HashSet<>();

    /**
     * A reader of that name.
     *
     * @param journal where it notes what it was given; others may do so, too
     */
    SubscribedReader(String name, String journal, ReaderStore readers, Tally tally, Delivering delivering) {
        this.member = new Journal(name, readers.dsl());
        this.journal = new Journal(journal, readers.dsl());
        this.readers = readers;
        this.tally = tally;
        this.delivering = delivering;
    }

    @Override
    public void run(BooleanSupplier going) {
        try (Subscriptions subscriptions = Subscriptions.builder(readers.store())
                .lease(LEASE)
                .pollInterval(POLL)
                .build()) {
            Supplier<List<PartitionStatus>> started = null;
            while (going.getAsBoolean()) {
                try {
                    if (started == null) {
                        // Who begins is counted by this row.
                        member.checkpoint();
                        started = delivering.start(subscriptions, journal);
                    }
                    started.get().forEach(this::look);
                    Pauses.passing(BETWEEN_LOOKS, going);
                } catch (DataAccessException | EventStoreException e) {
                    tally.add(Failures.label("reader", e));
                    Pauses.passing(AFTER_FAILURE, going);
                }
            }
        }
    }

    /** One that has stopped does not come to the end: here is why. */
    private void look(PartitionStatus partition) {
        if (partition.state() == PartitionStatus.State.STOPPED) {
            String what = "partitions stopped, " + partition.subscription() + " " + partition.partition() + ", "
                    + partition.lastError();
            if (told.add(what)) {
                tally.add(what);
            }
        }
    }
}
