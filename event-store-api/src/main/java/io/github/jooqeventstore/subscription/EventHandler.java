package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.RecordedEvent;

/**
 * Is handed the events of a subscription one by one, at least once each: after a crash the last ones come again.
 *
 * <p>Within a partition it is called by one thread at a time, and the events of a stream come in their order. Across
 * partitions it is called by several threads at once.
 */
@FunctionalInterface
public interface EventHandler {

    /**
     * Takes an event.
     *
     * @throws Exception if the event could not be handled: the {@link FailurePolicy} of the subscription says what follows
     */
    void handle(RecordedEvent event) throws Exception;
}
