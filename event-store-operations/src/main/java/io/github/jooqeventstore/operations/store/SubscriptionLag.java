package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.PROJECTIONS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.Horizon;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.store.PartitionLag.Standing;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far subscriptions have come, projections among them, beside how far the store has come.
 *
 * @param headPosition the position of the last committed event
 * @param finalPosition up to which the order is known to be final; while a transaction that has appended stays open, at least
 *     up to there
 * @param publishedPosition up to which readers on replicas may read; 0 where nobody has published it
 * @param partitions the worst first
 */
public record SubscriptionLag(
        long headPosition, long finalPosition, long publishedPosition, List<PartitionLag> partitions) {
    /** Copies. */
    public SubscriptionLag {
        partitions = List.copyOf(partitions);
    }

    /** {@return how it is now} Lookups by index alone, a few for each subscription. */
    public static SubscriptionLag read(OperationsDatabase database) {
        EventStore store = EventStore.using(database.dsl());
        Horizon horizon = Finality.settled(store);
        StoreState state = StoreState.read(database);
        long published = database.dsl()
                .select(STORE.PUBLISHED_HORIZON)
                .from(STORE)
                .fetchSingle()
                .value1();
        Standings standings = new Standings(
                store, state.headPosition(), horizon, retired(database), ofAnotherEpoch(database, state.epoch()));
        List<PartitionLag> partitions = new ArrayList<>();
        try (Subscriptions subscriptions = Subscriptions.of(store)) {
            for (String name : names(database)) {
                subscriptions.status(name).forEach(status -> partitions.add(lag(status, standings.of(status))));
            }
        }
        partitions.sort(PartitionLag.WORST_FIRST);
        return new SubscriptionLag(
                state.headPosition(), finalPosition(horizon, published, state, partitions), published, partitions);
    }

    /** A checkpoint stands only where the order is final. */
    private static long finalPosition(
            Horizon horizon, long published, StoreState state, List<PartitionLag> partitions) {
        long reached = partitions.stream()
                .filter(it -> it.standing() != Standing.OF_ANOTHER_EPOCH)
                .mapToLong(PartitionLag::position)
                .filter(position -> position <= state.headPosition())
                .max()
                .orElse(0);
        return Math.max(horizon.finalPosition(), Math.max(Math.min(published, state.headPosition()), reached));
    }

    /** {@return {@link ExitCode#INTEGRITY} where a checkpoint is ahead of the head, else whether anything stands still} */
    public ExitCode exitCode() {
        if (partitions.stream().anyMatch(partition -> partition.standing() == Standing.AHEAD_OF_HEAD)) {
            return ExitCode.INTEGRITY;
        }
        return partitions.stream().anyMatch(partition -> partition.standing().isStalled())
                ? ExitCode.CHECK_FAILED
                : ExitCode.OK;
    }

    private static PartitionLag lag(PartitionStatus status, Standing standing) {
        return new PartitionLag(
                status.subscription(),
                status.partition(),
                standing,
                status.position(),
                status.lagInEvents(),
                status.lag().toMillis() / 1_000.0,
                status.owner(),
                status.lastError());
    }

    private static List<String> names(OperationsDatabase database) {
        return database.dsl()
                .selectDistinct(SUBSCRIPTIONS.NAME)
                .from(SUBSCRIPTIONS)
                .orderBy(SUBSCRIPTIONS.NAME)
                .fetch(SUBSCRIPTIONS.NAME);
    }

    private static Set<String> ofAnotherEpoch(OperationsDatabase database, long epoch) {
        return database.dsl()
                .selectDistinct(SUBSCRIPTIONS.NAME)
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.EPOCH.ne(epoch))
                .fetchSet(SUBSCRIPTIONS.NAME);
    }

    /** What keeps a version that a projection's tables do not show and that is not being built either. */
    private static Set<String> retired(OperationsDatabase database) {
        Map<String, Set<String>> atWork = new HashMap<>();
        database.dsl()
                .select(PROJECTIONS.NAME, PROJECTIONS.LIVE_VERSION, PROJECTIONS.NEXT_VERSION)
                .from(PROJECTIONS)
                .forEach(row -> atWork.put(
                        row.value1(), Set.of(row.value1() + "@" + row.value2(), row.value1() + "@" + row.value3())));
        Set<String> retired = new HashSet<>();
        for (String name : names(database)) {
            Set<String> versions = atWork.get(name.replaceFirst("@\\d+$", ""));
            if (versions != null && name.contains("@") && !versions.contains(name)) {
                retired.add(name);
            }
        }
        return retired;
    }
}
