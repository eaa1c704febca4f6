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

    /** Prepares what is open; then half are committed, a quarter rolled back, and a quarter left alone. */
    static void prepare(WriterSession session, Tally tally) throws SQLException {
        String name = prefix(session.schema()) + UUID.randomUUID();
        // Plain SQL: jOOQ has no statement for it. It takes no bind value, so jOOQ writes the name as a literal.
        session.dsl().execute("prepare transaction {0}", DSL.inline(name));
        session.connection().setAutoCommit(true);
        session.pause();
        switch (session.random().nextInt(4)) {
            case 0 -> rollback(session.dsl(), name);
            case 1 -> tally.add(ORPHANED);
            default -> {
                Instant asked = Instant.now();
                commit(session.dsl(), name);
                session.acknowledged(asked);
            }
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
