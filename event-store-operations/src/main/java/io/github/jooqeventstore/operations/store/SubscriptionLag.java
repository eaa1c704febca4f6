package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.PROJECTIONS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.store.PartitionLag.Standing;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.PartitionStatus.State;
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
 * @param finalPosition up to which the order is final: no subscription can pass it
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
        long finalPosition = store.horizon().finalPosition();
        StoreState state = StoreState.read(database);
        long published = database.dsl()
                .select(STORE.PUBLISHED_HORIZON)
                .from(STORE)
                .fetchSingle()
                .value1();
        Set<String> retired = retired(database);
        Set<String> ofAnotherEpoch = ofAnotherEpoch(database, state.epoch());
        List<PartitionLag> partitions = new ArrayList<>();
        try (Subscriptions subscriptions = Subscriptions.of(store)) {
            for (String name : names(database)) {
                for (PartitionStatus status : subscriptions.status(name)) {
                    Standing standing = retired.contains(name)
                            ? Standing.RETIRED
                            : standing(status, state.headPosition(), finalPosition, ofAnotherEpoch.contains(name));
                    partitions.add(lag(status, standing));
                }
            }
        }
        partitions.sort(PartitionLag.WORST_FIRST);
        return new SubscriptionLag(state.headPosition(), finalPosition, published, partitions);
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

    private static Standing standing(PartitionStatus status, long head, long finalPosition, boolean ofAnotherEpoch) {
        if (status.position() > head) {
            return Standing.AHEAD_OF_HEAD;
        }
        if (ofAnotherEpoch) {
            return Standing.OF_ANOTHER_EPOCH;
        }
        if (status.state() == State.STOPPED) {
            return Standing.STOPPED;
        }
        if (status.lagInEvents() == 0) {
            return Standing.CAUGHT_UP;
        }
        if (status.position() >= finalPosition) {
            return Standing.HELD_BACK;
        }
        return status.state() == State.FREE ? Standing.UNATTENDED : Standing.BEHIND;
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
