package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.InvalidInputException;
import java.time.Duration;

/**
 * A subscription as it is to run: a value.
 *
 * <pre>{@code
 * SubscriptionDefinition.named("mail")
 *         .filter(EventFilter.ofTypes("order-placed"))
 *         .startAt(StartAt.now())
 *         .partitions(4)
 *         .onFailure(FailurePolicy.retry(5).then(FailurePolicy.parkStream()))
 * }</pre>
 *
 * @param name its name, under which its checkpoints are kept; 1 to 255 characters
 * @param filter which events it is handed
 * @param startAt where it begins when it has no checkpoint
 * @param batchSize how many events are read at once; 1 or more. In transactions, so many are one transaction's at most
 * @param partitions into how many its streams are divided, to be worked on at the same time; 1 or more. Fixed when the
 *     subscription is started for the first time
 * @param failurePolicy what follows when the handler throws
 * @param handlerTimeout how long the handler may take for one call before it is interrupted
 */
public record SubscriptionDefinition(
        String name,
        EventFilter filter,
        StartAt startAt,
        int batchSize,
        int partitions,
        FailurePolicy failurePolicy,
        Duration handlerTimeout) {

    private static final int MOST_PARTITIONS = 1_024;

    /**
     * Makes a definition.
     *
     * @throws InvalidInputException if the name is no name, anything is null, or a number or time is not positive
     */
    public SubscriptionDefinition {
        InvalidInputException.requireName("subscription", name);
        String subject = "subscription " + name;
        InvalidInputException.requirePresent(subject, "filter", filter);
        InvalidInputException.requirePresent(subject, "start", startAt);
        if (batchSize < 1) {
            throw new InvalidInputException(subject, "batch size must be 1 or more, found " + batchSize);
        }
        if (partitions < 1 || partitions > MOST_PARTITIONS) {
            throw new InvalidInputException(
                    subject, "partitions must be 1 to " + MOST_PARTITIONS + ", found " + partitions);
        }
        InvalidInputException.requirePresent(subject, "failure policy", failurePolicy);
        Durations.requirePositive(subject, "time-out of the handler", handlerTimeout);
    }

    /**
     * All events from the beginning, 1,000 at once, in one partition, which stops when the handler throws or takes more than
     * 30 seconds.
     *
     * @throws InvalidInputException if the name is no name
     */
    public static SubscriptionDefinition named(String name) {
        return new SubscriptionDefinition(
                name,
                EventFilter.everything(),
                StartAt.beginning(),
                1_000,
                1,
                FailurePolicy.stop(),
                Duration.ofSeconds(30));
    }

    /** The same for these events alone. */
    public SubscriptionDefinition filter(EventFilter events) {
        return new SubscriptionDefinition(name, events, startAt, batchSize, partitions, failurePolicy, handlerTimeout);
    }

    /** The same from there on when it has no checkpoint. */
    public SubscriptionDefinition startAt(StartAt start) {
        return new SubscriptionDefinition(name, filter, start, batchSize, partitions, failurePolicy, handlerTimeout);
    }

    /** The same with so many events at once. */
    public SubscriptionDefinition batchSize(int events) {
        return new SubscriptionDefinition(name, filter, startAt, events, partitions, failurePolicy, handlerTimeout);
    }

    /** The same in so many partitions. */
    public SubscriptionDefinition partitions(int number) {
        return new SubscriptionDefinition(name, filter, startAt, batchSize, number, failurePolicy, handlerTimeout);
    }

    /** The same with that policy. */
    public SubscriptionDefinition onFailure(FailurePolicy policy) {
        return new SubscriptionDefinition(name, filter, startAt, batchSize, partitions, policy, handlerTimeout);
    }

    /** The same with so much time for a call of the handler. */
    public SubscriptionDefinition handlerTimeout(Duration time) {
        return new SubscriptionDefinition(name, filter, startAt, batchSize, partitions, failurePolicy, time);
    }
}
