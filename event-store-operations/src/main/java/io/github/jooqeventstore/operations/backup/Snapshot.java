package io.github.jooqeventstore.operations.backup;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** One moment of a database, held open so that several connections and programs read the same. */
final class Snapshot implements AutoCloseable {
    private final OperationsDatabase database;
    private final String id;

    private Snapshot(OperationsDatabase database, String id) {
        this.database = database;
        this.id = id;
    }

    static Snapshot open(DatabaseTarget target) {
        OperationsDatabase database = OperationsDatabase.open(target);
        try {
            begin(database);
            // No table of PostgreSQL's own has a class of jOOQ's; the same holds for its functions below.
            return new Snapshot(
                    database,
                    database.dsl()
                            .fetchSingle("select pg_catalog.pg_export_snapshot()")
                            .get(0, String.class));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Another connection that sees the same moment. */
    OperationsDatabase join() {
        OperationsDatabase other = OperationsDatabase.open(database.target());
        try {
            begin(other);
            other.dsl().execute("set transaction snapshot {0}", DSL.inline(id));
            return other;
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
    }

    private static void begin(OperationsDatabase database) {
        try {
            database.connection().setAutoCommit(false);
            database.dsl().execute("set transaction isolation level repeatable read, read only");
            // Names are then told with their schemas, whatever the user's own settings are.
            database.dsl().execute("set local search_path = pg_catalog");
            database.dsl().execute("set local statement_timeout = 0");
            database.dsl().execute("set local jit = off");
            database.dsl().execute("set local idle_in_transaction_session_timeout = 0");
        } catch (SQLException e) {
            throw DatabaseFailures.of(database.target().toString(), "a transaction", e);
        }
    }

    /** What {@code pg_dump --snapshot} takes. */
    String id() {
        return id;
    }

    OperationsDatabase database() {
        return database;
    }

    /** The connection of this thread alone. */
    DSLContext dsl() {
        return database.dsl();
    }

    BackupSource source(String client) {
        var store = dsl().select(STORE.STORE_ID, STORE.EPOCH, STORE.SCHEMA_VERSION)
                .from(STORE)
                .fetchSingle();
        return new BackupSource(
                database.target().database(),
                database.target().schema(),
                dsl().fetchSingle("show server_version").get(0, String.class),
                database.serverMajorVersion(),
                client,
                systemIdentifier(),
                store.value1(),
                store.value2(),
                store.value3());
    }

    private @Nullable String systemIdentifier() {
        boolean allowed = dsl().fetchSingle(
                        "select pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'execute')")
                .get(0, Boolean.class);
        return allowed
                ? dsl().fetchSingle("select system_identifier::text from pg_catalog.pg_control_system()")
                        .get(0, String.class)
                : null;
    }

    /** The highest position that was handed out, as far as the user may know: at least the given one. */
    long highestPosition(long head) {
        Long last = dsl().resultQuery(
                        """
                        select case when pg_catalog.has_sequence_privilege(s.seq, 'select, usage')
                          then pg_catalog.pg_sequence_last_value(s.seq) end
                        from (select pg_catalog.pg_get_serial_sequence({0}, {1})::pg_catalog.regclass) as s (seq)
                        """, DSL.inline(database.dsl().render(EVENTS)), DSL.inline(EVENTS.POSITION.getName()))
                .coerce(field("1", BIGINT))
                .fetchSingle()
                .value1();
        return last == null ? head : Math.max(head, last);
    }

    /** Of the event at a position, to know it again. */
    @Nullable
    String eventAt(long position) {
        return dsl().select(EVENTS.EVENT_ID.cast(CLOB))
                .from(EVENTS)
                .where(EVENTS.POSITION.eq(position))
                .fetchOne(0, String.class);
    }

    @Override
    public void close() {
        database.close();
    }
}
