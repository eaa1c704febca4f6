package io.github.jooqeventstore;

import java.util.List;
import org.jooq.DSLContext;

/**
 * Writes to tables of the application what an append means for them, in the append's own transaction: both are committed
 * or neither is.
 *
 * <p>It is called once for each append that has written, by the thread that appends, whether the append commits by itself
 * (it then has a transaction of its own on the same connection) or is part of a transaction of the caller's. It is not
 * called for an append that is refused, nor for one whose events were there already. What it throws undoes the append, and
 * in a transaction of the caller's no more than the append.
 *
 * <p><b>Order.</b> The events of one stream come in the order of their versions: the stream is locked until the transaction
 * ends. Between streams there is no order: of two appends at the same time the one with the higher positions may be
 * projected and committed first, and neither sees what the other has written. So write what comes out the same either way:
 * {@code set total = total + ?} rather than a total that was read before. Appends that write to the same row wait for each
 * other; those that lock several rows in different orders may end in {@link TransactionConflictException}.
 */
@FunctionalInterface
public interface InlineProjection {

    /**
     * Takes the events of an append.
     *
     * @param transaction the append's transaction, of no use afterwards; begin and end are not the projection's
     * @param events one or more, in the order of their positions
     */
    void project(DSLContext transaction, List<RecordedEvent> events);
}
