package io.github.jooqeventstore.operations.index;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.settingForSession;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.pool.OpenTransaction;
import java.sql.SQLException;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/** Statements that may take long and wait for others, tried again when they did not get their locks. */
final class PatientSession {
    // Not available in time; a deadlock.
    private static final Set<String> LOCKED = Set.of("55P03", "40P01");

    /** What is tried. */
    @FunctionalInterface
    interface Attempt {
        void run() throws SQLException;
    }

    private final OperationsDatabase database;
    private final LockPatience patience;

    PatientSession(OperationsDatabase database, LockPatience patience) {
        this.database = database;
        this.patience = patience;
    }

    /**
     * Tries.
     *
     * @param subject what it is about
     * @param expectation what is to happen to it
     * @param attempt does it; called again after it was locked out
     * @throws OperationsException when it did not happen
     */
    void run(String subject, String expectation, Attempt attempt) {
        DSLContext dsl = database.dsl();
        dsl.select(
                        settingForSession("lock_timeout", patience.each().toMillis() + "ms"),
                        settingForSession("statement_timeout", "0"))
                .fetch();
        endWithUs(dsl);
        for (int failed = 1; ; failed++) {
            try {
                attempt.run();
                return;
            } catch (SQLException | DataAccessException e) {
                OperationsException failure = DatabaseFailures.of(subject, expectation, e);
                if (!LOCKED.contains(state(e))) {
                    throw failure;
                }
                if (failed >= patience.attempts()) {
                    throw new OperationsException(
                            ExitCode.LOCKED,
                            failure.getMessage() + " in " + failed + " attempts; oldest in the way: "
                                    + OpenTransaction.oldest(database)
                                    + "; trying again is safe, and removes what was begun",
                            e);
                }
            }
        }
    }

    private static String state(Exception failure) {
        SQLException error = failure instanceof SQLException itself
                ? itself
                : ((DataAccessException) failure).getCause(SQLException.class);
        return error == null ? "" : String.valueOf(error.getSQLState());
    }

    // When this program is killed, the server gives up its statement, and its locks, within a second.
    private static void endWithUs(DSLContext dsl) {
        try {
            dsl.select(settingForSession("client_connection_check_interval", "1s"))
                    .fetch();
        } catch (DataAccessException e) {
            // A server whose system cannot tell finds out at the end of the statement.
            return;
        }
    }
}
