package io.github.jooqeventstore.testing;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The second half of a two-phase commit. */
final class PreparedTransaction {

    static final String ORPHANED = "transactions orphaned after prepare";

    private PreparedTransaction() {}

    /** What begins the names of all of them in this schema. */
    static String prefix(String schema) {
        return schema + " ";
    }

    /**
     * Prepares what is open; then most are committed, a quarter rolled back, and one in thirty left alone. More of these,
     * and there is always one that holds everything up, as it must.
     */
    static void prepare(WriterSession session, Tally tally) throws SQLException {
        String name = prefix(session.schema()) + UUID.randomUUID();
        // Plain SQL: jOOQ has no statement for it. It takes no bind value, so jOOQ writes the name as a literal.
        session.dsl().execute("prepare transaction {0}", DSL.inline(name));
        session.connection().setAutoCommit(true);
        session.pause();
        int dice = session.random().nextInt(30);
        if (dice == 0) {
            tally.add(ORPHANED);
        } else if (dice < 8) {
            rollback(session.dsl(), name);
        } else {
            Instant asked = Instant.now();
            commit(session.dsl(), name);
            session.acknowledged(asked);
        }
    }

    static void commit(DSLContext dsl, String name) {
        // As above.
        dsl.execute("commit prepared {0}", DSL.inline(name));
    }

    static void rollback(DSLContext dsl, String name) {
        // As above.
        dsl.execute("rollback prepared {0}", DSL.inline(name));
    }
}
