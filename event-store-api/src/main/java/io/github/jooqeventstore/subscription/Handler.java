package io.github.jooqeventstore.subscription;

/** What a subscription hands its events to. */
sealed interface Handler {

    /** One by one. */
    record OfEvents(EventHandler handler) implements Handler {}

    /** In batches, each in the transaction that moves the checkpoint. */
    record OfBatches(BatchHandler handler) implements Handler {}
}
