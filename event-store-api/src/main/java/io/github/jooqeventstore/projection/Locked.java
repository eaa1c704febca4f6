package io.github.jooqeventstore.projection;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RebuildRefusedException;
import io.github.jooqeventstore.TransactionConflictException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.QueryPart;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A transaction that needs locks which others may hold: it waits for them a short time only, because everybody else waits
 * behind it, and tries again.
 */
final class Locked {

    private static final String FOR_CHECKPOINTS = "5s";
    private static final String FOR_TABLES = "300ms";
    private static final Set<String> IN_USE = Set.of("55P03", "40P01", "40001");

    private final EventStore store;
    private final String projection;

    Locked(EventStore store, String projection) {
        this.store = store;
        this.projection = projection;
    }

    /** @throws RebuildRefusedException if the locks cannot be had in that time */
    void run(Duration patience, BiConsumer<Configuration, DSLContext> work) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            String reason;
            try {
                store.transactionResult(tx -> store.in(tx).withDsl(dsl -> {
                    limit(dsl, FOR_CHECKPOINTS);
                    work.accept(tx, dsl);
                    return true;
                }));
                return;
            } catch (CatchUp.NotReadyException e) {
                reason = "too many new events";
            } catch (TransactionConflictException e) {
                reason = "them in use";
            } catch (DataAccessException e) {
                if (!IN_USE.contains(e.sqlState())) {
                    throw e;
                }
                reason = "them in use";
            }
            if (System.nanoTime() > end) {
                throw new RebuildRefusedException(
                        projection, "its tables and checkpoints to itself within " + patience, reason);
            }
            // Whoever has waited behind it goes first.
            LockSupport.parkNanos(
                    TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(50, 250)));
        }
    }

    /** Keeps everybody from the tables, readers too, from now to the end of the transaction. */
    static void lock(DSLContext dsl, Collection<Relation> tables) {
        limit(dsl, FOR_TABLES);
        // In one order, whoever asks; jOOQ has no form for it.
        Ddl ddl = Ddl.in(dsl);
        for (Relation table : tables) {
            QueryPart name = table.qualified();
            ddl.run("lock table {0} in access exclusive mode", name);
        }
    }

    private static void limit(DSLContext dsl, String time) {
        dsl.select(DSL.function(
                        "set_config", SQLDataType.CLOB, DSL.inline("lock_timeout"), DSL.val(time), DSL.inline(true)))
                .fetch();
    }
}
