package io.github.jooqeventstore.operations.pool;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.nullif;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgStatActivity;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of a client of the database that is open.
 *
 * @param process the server's process, which {@code pg_terminate_backend} takes
 * @param application what the client calls itself; {@code unnamed} where it does not
 * @param role who has logged in
 * @param state what it does: {@code active}, or {@code idle in transaction}
 * @param since when the transaction began
 * @param stateSince since when it has been in that state; null where the role may not see it
 */
public record OpenTransaction(
        long process,
        String application,
        String role,
        String state,
        OffsetDateTime since,
        @Nullable OffsetDateTime stateSince) {
    private static final int TOLD = 3;

    /** {@return those that this role may look into, the oldest first, without the one that asks} No query is read: it may hold data. */
    public static List<OpenTransaction> read(OperationsDatabase database) {
        var activity = new PgStatActivity("a");
        return database.dsl()
                .select(
                        activity.process,
                        coalesce(nullif(activity.application, inline("")), inline("unnamed")),
                        coalesce(activity.role, inline("hidden")),
                        coalesce(activity.state, inline("hidden")),
                        activity.transactionStart,
                        activity.stateChange)
                .from(activity.table())
                .where(activity.backendType.eq(inline("client backend")))
                .and(activity.database.eq(system("current_database", SQLDataType.CLOB)))
                .and(activity.process.ne(system("pg_backend_pid", SQLDataType.BIGINT)))
                .and(activity.transactionStart.isNotNull())
                .orderBy(activity.transactionStart)
                .fetch(row -> new OpenTransaction(
                        row.value1(), row.value2(), row.value3(), row.value4(), row.value5(), row.value6()));
    }

    /** {@return the oldest of them, in words} */
    public static String oldest(OperationsDatabase database) {
        List<String> oldest = read(database).stream()
                .limit(TOLD)
                .map(OpenTransaction::toString)
                .toList();
        return oldest.isEmpty() ? "nobody any more" : String.join(", ", oldest);
    }

    /** {@return whether its client does nothing} */
    public boolean isIdle() {
        return state.startsWith("idle");
    }

    @Override
    public String toString() {
        return "server process " + process + " (" + application + ", role " + role + ", " + state + ", open since "
                + since + ")";
    }
}
