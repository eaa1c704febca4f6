package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.store.StoreState;
import java.util.ArrayList;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * A store that knows what happened after a target: the living server, or a recovery of the whole archive.
 *
 * @param name what it is
 * @param timeline the timeline that it is on: what has happened on another one is another story
 * @param database a connection to it
 * @param server to be stopped at the end; null: it is not ours
 * @param deletion what is done then
 */
record Reference(
        String name,
        int timeline,
        OperationsDatabase database,
        @Nullable ClusterServer server,
        Runnable deletion) implements AutoCloseable {
    /** {@return the living server, or null where there is none, or another one in its place} */
    static @Nullable Reference living(DatabaseTarget origin, long system) {
        @Nullable OperationsDatabase database = null;
        boolean good = false;
        try {
            database = OperationsDatabase.open(origin);
            // Functions of the server's own. The control file names a new timeline only after a checkpoint.
            var row = database.dsl().fetchSingle("""
                    select system_identifier::text as identifier,
                      case when pg_is_in_recovery() then (select to_hex(timeline_id) from pg_control_checkpoint())
                        else substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) end as timeline
                    from pg_control_system()""");
            String found = row.get("identifier", String.class);
            // Whether the store can be read, too.
            Positions.head(database);
            good = Long.toUnsignedString(system).equals(found);
            int timeline = Integer.parseInt(row.get("timeline", String.class), 16);
            return good ? new Reference("the living server", timeline, database, null, () -> {}) : null;
        } catch (OperationsException | DataAccessException e) {
            return null;
        } finally {
            if (!good && database != null) {
                database.close();
            }
        }
    }

    /** {@return the highest position that was handed out; 0 where there is no reference} */
    static long highest(@Nullable Reference reference) {
        return reference == null ? 0 : Positions.highest(reference.database);
    }

    /** {@return the epoch of the store; 0 where there is no reference} */
    static long epoch(@Nullable Reference reference) {
        return reference == null ? 0 : StoreState.epoch(reference.database.dsl());
    }

    /** {@return which of the spans' positions hold an event here} */
    List<Span> present(List<Span> spans) {
        List<Span> present = new ArrayList<>();
        spans.forEach(span -> present.addAll(Positions.present(database, span)));
        return present;
    }

    @Override
    public void close() {
        database.close();
        if (server != null) {
            server.close();
        }
        deletion.run();
    }
}
