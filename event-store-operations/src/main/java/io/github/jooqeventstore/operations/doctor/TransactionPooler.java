package io.github.jooqeventstore.operations.doctor;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.OperationsDatabase;
import java.sql.SQLException;
import org.jooq.impl.SQLDataType;

/**
 * Whether the connection leads to the server itself, or to a pooler that gives each transaction another session. It tells by
 * what only such a pooler can do: two connections that have the same session, or one that has had two.
 */
record TransactionPooler() implements Check {
    @Override
    public String name() {
        return "pooler";
    }

    @Override
    public void look(Examination examination) {
        try (var one = OperationsDatabase.open(examination.target());
                var other = OperationsDatabase.open(examination.target())) {
            long before = session(one);
            // A transaction keeps its session: what the pooler has free, it takes.
            other.connection().setAutoCommit(false);
            long taken = session(other);
            // A pooler with a single session has none left for the first one.
            boolean handedOn = taken == before || session(one) != before;
            other.connection().rollback();
            if (handedOn) {
                examination.found(
                        DoctorFinding.of(
                                this,
                                Severity.ADVICE,
                                "This URL leads through a pooler that hands sessions on after each transaction: nobody hears"
                                        + " notifications, settings of a session stay behind with others, and locks of a session"
                                        + " are nobody's.",
                                "give programs' notifications, event-store migrate, index and backup the server's own address"));
            }
        } catch (SQLException e) {
            throw DatabaseFailures.of(name(), "to see it", e);
        }
    }

    private static long session(OperationsDatabase database) {
        return database.dsl()
                .select(system("pg_backend_pid", SQLDataType.BIGINT))
                .fetchSingle()
                .value1();
    }
}
