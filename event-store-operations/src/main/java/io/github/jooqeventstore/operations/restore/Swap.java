package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Puts what was restored and verified into its place: one short transaction, tried again when somebody holds a lock.
 *
 * @param live the database, and the schema that it is about
 * @param staging the schema that takes its place, or whose tables do
 * @param known what is known beside the restored store
 * @param attempts how often it is tried
 */
record Swap(DatabaseTarget live, String staging, AfterRestore.Known known, int attempts) {
    /** How often it is tried unless something else is said. */
    static final int ATTEMPTS = 10;

    /**
     * What has happened.
     *
     * @param after what was done to the store
     * @param foreignKeys those of other tables, put on again without a look at the rows that are there
     */
    record Done(AfterRestore after, List<String> foreignKeys) {
        Done {
            foreignKeys = List.copyOf(foreignKeys);
        }
    }

    private interface Work {
        Done in(DSLContext dsl);
    }

    /** The staging schema gets the name of the one that is not there, or is empty. */
    Done rename() {
        return shortly(dsl -> {
            dsl.execute("drop schema if exists {0}", DSL.name(live.schema()));
            dsl.execute("alter schema {0} rename to {1}", DSL.name(staging), DSL.name(live.schema()));
            return new Done(AfterRestore.apply(dsl, known), List.of());
        });
    }

    /** The live tables go into a schema of their own, those of the staging schema come in. */
    Done tables(String keptAs) {
        return shortly(dsl -> {
            LiveTables tables = new LiveTables(dsl, live.schema(), staging);
            List<String> present = tables.present();
            for (String table : present) {
                dsl.execute("lock table {0} in access exclusive mode", DSL.name(live.schema(), table));
            }
            AfterRestore.Known all = withHighest(present.contains("events") ? AfterRestore.lastOfSequence(dsl) : 0);
            tables.copyTo();
            List<String> foreignKeys = tables.dropForeignKeys();
            dsl.execute("create schema {0}", DSL.name(keptAs));
            present.forEach(table -> move(dsl, "table", table, live.schema(), keptAs));
            dsl.execute(
                    "alter function {0}() set schema {1}",
                    DSL.name(live.schema(), "refuse_change_of_history"), DSL.name(keptAs));
            dsl.execute(
                    "alter function {0}() set schema {1}",
                    DSL.name(staging, "refuse_change_of_history"), DSL.name(live.schema()));
            LiveTables.NAMES.forEach(table -> move(dsl, "table", table, staging, live.schema()));
            dsl.execute("drop schema {0} cascade", DSL.name(staging));
            AfterRestore after = AfterRestore.apply(dsl, all);
            foreignKeys.forEach(key -> dsl.execute(DSL.sql("{0}", DSL.raw(key))));
            return new Done(after, foreignKeys);
        });
    }

    private AfterRestore.Known withHighest(long position) {
        return new AfterRestore.Known(
                known.epoch(), Math.max(known.highestPosition(), position), known.gap(), known.rewindCheckpoints());
    }

    private static void move(DSLContext dsl, String kind, String name, String from, String to) {
        dsl.execute("alter {0} {1} set schema {2}", DSL.keyword(kind), DSL.name(from, name), DSL.name(to));
    }

    private Done shortly(Work work) {
        for (int attempt = 1; ; attempt++) {
            try (OperationsDatabase database = OperationsDatabase.open(live)) {
                return database.dsl().transactionResult(transaction -> {
                    transaction.dsl().execute("set local lock_timeout = '2s'");
                    transaction.dsl().execute("set local search_path = pg_catalog");
                    return work.in(transaction.dsl());
                });
            } catch (DataAccessException e) {
                OperationsException failure =
                        DatabaseFailures.of("schema " + live.schema(), "to take in what was restored", e);
                if (failure.exitCode() != ExitCode.LOCKED || attempt >= attempts) {
                    throw failure;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(
                        ThreadLocalRandom.current().nextLong(200, 400L * attempt)));
            }
        }
    }
}
