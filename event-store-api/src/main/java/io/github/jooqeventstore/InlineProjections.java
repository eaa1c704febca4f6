package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The inline projections of a store, and the transaction in which they see an append. */
final class InlineProjections {

    /** Sends an append once; null means that nothing was written. */
    @FunctionalInterface
    interface Write {
        @Nullable
        List<AppendResult> on(Connection connection) throws SQLException;
    }

    static final InlineProjections NONE = new InlineProjections(List.of());

    private final List<InlineProjection> projections;

    InlineProjections(List<InlineProjection> projections) {
        this.projections = List.copyOf(projections);
    }

    boolean areAbsent() {
        return projections.isEmpty();
    }

    /** Refuses what would pass them by. */
    void requireAbsent(String subject) {
        if (!projections.isEmpty()) {
            throw new InvalidInputException(
                    subject,
                    "must go through a store without inline projections, which would not be shown its events; found "
                            + projections.stream()
                                    .map(projection -> projection.getClass().getName())
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** Begins a transaction on a connection that has none, and commits what was written and projected, or nothing. */
    @Nullable
    List<AppendResult> inOwnTransaction(Database database, EventCodec codec, Connection connection, Write write)
            throws SQLException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            List<AppendResult> results = write.on(connection);
            if (results != null) {
                project(database, codec, connection, results);
                requireAlive(connection);
                connection.commit();
                committed = true;
            }
            return results;
        } finally {
            OwnTransaction.end(connection, committed);
        }
    }

    /** A commit behind an error that a projection has hidden would roll back without a word. */
    private static void requireAlive(Connection connection) throws SQLException {
        // By plain JDBC: nobody is to be told of a statement that asks nothing.
        try (Statement statement = connection.createStatement()) {
            statement.execute("select");
        }
    }

    /** In a transaction of the caller's, who may go on after a failure: what was written before it is taken back. */
    List<AppendResult> inCallersTransaction(Database database, EventCodec codec, Connection connection, Write write)
            throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        boolean projected = false;
        try {
            List<AppendResult> results = write.on(connection);
            if (results == null) {
                throw new IllegalStateException("append: expected to be written or refused, found neither");
            }
            project(database, codec, connection, results);
            connection.releaseSavepoint(savepoint);
            projected = true;
            return results;
        } finally {
            if (!projected) {
                rollBack(connection, savepoint);
            }
        }
    }

    private static void rollBack(Connection connection, Savepoint savepoint) {
        try {
            connection.rollback(savepoint);
        } catch (SQLException e) {
            // A lost connection, or a transaction that the projection has ended: what was thrown before says why.
        }
    }

    /** What was repeated was projected when it was written. */
    private void project(Database database, EventCodec codec, Connection connection, List<AppendResult> results) {
        List<RecordedEvent> events = new ArrayList<>();
        // Nobody is told: these reads are part of the append.
        StreamRead streams = new StreamRead(
                database.on(OneConnection.of(database.configuration(), connection)), codec, new CallListeners());
        for (AppendResult result : results) {
            if (!result.repeated()) {
                events.addAll(streams.load(
                        result.stream(),
                        StreamSlice.forward()
                                .from(result.firstVersion())
                                .limit(result.positions().size())));
            }
        }
        if (events.isEmpty()) {
            return;
        }
        events.sort(Comparator.comparingLong(RecordedEvent::position));
        DSLContext dsl = DSL.using(Listened.withoutLog(database.configuration(), connection));
        for (InlineProjection projection : projections) {
            run(projection, dsl, List.copyOf(events));
        }
    }

    private static void run(InlineProjection projection, DSLContext dsl, List<RecordedEvent> events) {
        try {
            projection.project(dsl, events);
        } catch (RuntimeException e) {
            throw new Failed(e);
        }
    }

    /** What a projection threw, on its way to the caller: nothing was committed, whatever it looks like. */
    static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final RuntimeException thrown;

        private Failed(RuntimeException thrown) {
            super(thrown);
            this.thrown = thrown;
        }

        /** A conflict as the library's own exception, everything else as it was thrown. */
        RuntimeException told() {
            RuntimeException translated = Failures.translateListenedTo(thrown);
            return translated instanceof TransactionConflictException ? translated : thrown;
        }
    }
}
