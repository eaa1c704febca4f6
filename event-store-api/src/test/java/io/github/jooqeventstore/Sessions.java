package io.github.jooqeventstore;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.INTEGER;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The sessions of a database, as the server sees them. */
final class Sessions {

    private static final Field<Integer> PID = field(name("pid"), INTEGER);
    private static final Condition OTHERS_OF_THIS_DATABASE = field(name("datname"), CLOB)
            .eq(field("current_database()", CLOB))
            .and(field(name("backend_type"), CLOB).eq("client backend"))
            .and(PID.ne(field("pg_backend_pid()", INTEGER)));

    private Sessions() {}

    /** Returns when so many sessions wait for a lock that others hold. */
    static void awaitWaitingForLocks(TestDatabase database, int count) throws Exception {
        DSLContext dsl = database.dsl();
        Await.until(
                count + " sessions waiting for locks",
                () -> waitingForLocks(dsl).size() == count);
    }

    static List<Integer> waitingForLocks(DSLContext dsl) {
        return pids(
                dsl,
                OTHERS_OF_THIS_DATABASE.and(field(name("wait_event_type"), CLOB).eq("Lock")));
    }

    static List<Integer> all(DSLContext dsl) {
        return pids(dsl, OTHERS_OF_THIS_DATABASE);
    }

    private static List<Integer> pids(DSLContext dsl, Condition which) {
        return dsl.select(PID)
                .from(table(name("pg_catalog", "pg_stat_activity")))
                .where(which)
                .orderBy(PID)
                .fetch(PID);
    }

    /** Ends sessions as an administrator does. */
    static void terminate(DSLContext dsl, List<Integer> pids) {
        pids.forEach(pid -> dsl.select(DSL.function("pg_terminate_backend", Boolean.class, DSL.val(pid)))
                .fetch());
    }
}
