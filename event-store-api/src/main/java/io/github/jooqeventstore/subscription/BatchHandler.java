package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.RecordedEvent;
import java.util.List;
import org.jooq.DSLContext;

/**
 * Is handed the events of a subscription in batches, each within the transaction that moves the checkpoint: what it writes
 * with that transaction is written exactly once.
 *
 * <p>Within a partition it is called by one thread at a time; across partitions by several at once. While it runs, the row
 * of its partition is locked; where the transaction is idle for as long as the lease or the time-out of the handler, the
 * server ends it.
 */
@FunctionalInterface
public interface BatchHandler {

    /**
     * Takes events.
     *
     * @param transaction the transaction's context, of no use afterwards: begin and end are not the handler's
     * @param events one or more, in order
     * @throws Exception if they could not be handled: everything in the transaction is undone
     */
    void handle(DSLContext transaction, List<RecordedEvent> events) throws Exception;

    /**
     * Is told that the transaction of a batch is committed, by the same thread, before the next batch: the place for what must
     * not happen twice, and may be lost with the program. What it throws is not the batch's.
     */
    default void committed(List<RecordedEvent> events) {}
}
