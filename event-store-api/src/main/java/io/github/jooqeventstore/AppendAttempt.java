package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An append that is sent until it is known to be written or known to be refused. */
sealed interface AppendAttempt permits Append, SeveralAppends {

    /**
     * A refusal whose reason is gone when it is looked for is sent again; streams are never removed, so once suffices but
     * for races in a row.
     */
    int MAX_ATTEMPTS = 16;

    /** What is to be appended. */
    List<StreamAppend> appends();

    /** Sends the statement; null means that nothing was written. */
    @Nullable
    List<AppendResult> write(Connection connection, boolean commitsByItself) throws SQLException;

    /** Whether a race may end in an error, or in another attempt, which a caller's transaction must survive. */
    default boolean needsSavepoint() {
        return false;
    }

    /** Sends the append, and says where its events stand or why they were refused. */
    default List<AppendResult> run(
            Database database, Refusal refusal, AppendListeners listeners, InlineProjections inline, EventCodec codec) {
        return database.withConnection(connection -> {
            boolean commitsByItself = database.commitsByItself(connection);
            try {
                List<AppendResult> results = inline.areAbsent()
                        ? run(connection, commitsByItself, refusal)
                        : runAndProject(database, connection, commitsByItself, refusal, inline, codec);
                listeners.tell(results, commitsByItself);
                return results;
            } catch (InlineProjections.Failed e) {
                throw e.told();
            } catch (SQLException | RuntimeException e) {
                if (commitsByItself && Failures.isConnectionLost(e)) {
                    throw new AppendOutcomeUnknownException(appends(), e);
                }
                throw e;
            }
        });
    }

    private List<AppendResult> runAndProject(
            Database database,
            Connection connection,
            boolean commitsByItself,
            Refusal refusal,
            InlineProjections inline,
            EventCodec codec)
            throws SQLException {
        if (!commitsByItself) {
            return inline.inCallersTransaction(database, codec, connection, on -> run(on, false, refusal));
        }
        return untilKnown(
                connection, refusal, () -> inline.inOwnTransaction(database, codec, connection, this::writeAlone));
    }

    private List<AppendResult> run(Connection connection, boolean commitsByItself, Refusal refusal)
            throws SQLException {
        return untilKnown(
                connection,
                refusal,
                () -> commitsByItself
                        ? writeAlone(connection)
                        : needsSavepoint() ? writeBehindSavepoint(connection) : writeWithCaller(connection));
    }

    /** One attempt; null means that nothing was written. */
    @FunctionalInterface
    interface Sending {
        @Nullable
        List<AppendResult> send() throws SQLException;
    }

    private List<AppendResult> untilKnown(Connection connection, Refusal refusal, Sending sending) throws SQLException {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            List<AppendResult> results = sending.send();
            if (results == null) {
                results = refusal.explain(connection, appends());
            }
            if (results != null) {
                return results;
            }
        }
        throw new TransactionConflictException(
                "stream " + appends().getFirst().stream() + ": expected to be written or refused, found other"
                        + " appends in the way " + MAX_ATTEMPTS + " times",
                "40001",
                null);
    }

    // RuntimeException below: a listener of the caller's may have put an exception of its own in the place of jOOQ's.

    private @Nullable List<AppendResult> writeAlone(Connection connection) throws SQLException {
        try {
            return write(connection, true);
        } catch (SQLException | RuntimeException e) {
            if (Failures.isRepeatedId(e) || Failures.isGuard(e)) {
                return null;
            }
            throw e;
        }
    }

    /**
     * Leaves no lock behind where nothing was written: heads are locked in their order, and to be sent again while those
     * of the first attempt are still held would be to lock the further ones out of order.
     */
    private @Nullable List<AppendResult> writeBehindSavepoint(Connection connection) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        List<AppendResult> results;
        try {
            results = write(connection, false);
        } catch (SQLException | RuntimeException e) {
            if (!Failures.isRepeatedId(e) && !Failures.isGuard(e)) {
                throw e;
            }
            results = null;
        }
        if (results == null) {
            connection.rollback(savepoint);
        }
        connection.releaseSavepoint(savepoint);
        return results;
    }

    private @Nullable List<AppendResult> writeWithCaller(Connection connection) throws SQLException {
        try {
            return write(connection, false);
        } catch (SQLException | RuntimeException e) {
            if (Failures.isRepeatedId(e) || Failures.isGuard(e)) {
                StreamAppend append = appends().getFirst();
                throw new EventIdAlreadyUsedException(
                        append.stream(),
                        append.events().getFirst().id(),
                        "it, or another of the same append, written elsewhere at the same moment; roll back");
            }
            throw e;
        }
    }
}
