package io.github.jooqeventstore;

import io.github.jooqeventstore.CallListener.Call;
import io.github.jooqeventstore.GlobalOrder.Known;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads all events in the one order of the store, as far as it is final.
 *
 * <p>Without a filter, what follows without a gap is delivered at once: nothing can appear in between. Only at a gap it
 * matters whether somebody may still fill it. With a filter no gap can be told from an event of another kind, so the page
 * ends where the order is known to be final.
 */
final class AllRead {

    /** Rows as they were read, and whether they are from the instance that was expected. */
    private record Rows(List<RecordedEvent> events, boolean expectedInstance, boolean full) {}

    private final Database database;
    private final EventCodec codec;
    private final CallListeners calls;

    AllRead(Database database, EventCodec codec, CallListeners calls) {
        this.database = database;
        this.codec = codec;
        this.calls = calls;
    }

    AllPage read(AllSlice slice) {
        return calls.told(
                Call.READ_ALL, () -> page(slice), page -> page.events().size());
    }

    private AllPage page(AllSlice slice) {
        return inOwnTransactions(
                "read all",
                (order, connection) -> slice.filter() instanceof EventFilter.Everything
                        ? unfiltered(order, connection, slice)
                        : filtered(order, connection, slice));
    }

    Stream<RecordedEvent> readLazily(AllSlice slice) {
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new FinalPages(this::read, slice), characteristics), false);
    }

    Horizon horizon() {
        return inOwnTransactions("horizon", (order, connection) -> order.horizon(database, connection));
    }

    long publishHorizon() {
        return inOwnTransactions("publish horizon", (order, connection) -> {
            Known known = order.refresh(database, connection);
            Binds binds = new Binds()
                    .set(Parameter.FINAL, known.finalPosition())
                    .set(Parameter.EXPECTED_INSTANCE, known.instance());
            database.query(connection, Statement.PUBLISH_HORIZON, binds, ResultSet::next);
            return known.finalPosition();
        });
    }

    private AllPage unfiltered(GlobalOrder order, Connection connection, AllSlice slice) throws SQLException {
        Known known = order.known(database, connection);
        Rows rows = rows(connection, slice, known);
        AllPage page = page(rows, slice.after(), known);
        if (page.through() > slice.after() || rows.events().isEmpty()) {
            return page;
        }
        known = rows.expectedInstance() ? order.refresh(database, connection) : order.ask(database, connection);
        return page(rows(connection, slice, known), slice.after(), known);
    }

    private Rows rows(Connection connection, AllSlice slice, Known known) throws SQLException {
        Binds binds = new Binds()
                .set(Parameter.AFTER, slice.after())
                .set(Parameter.LIMIT, (long) slice.limit())
                .set(Parameter.EXPECTED_INSTANCE, known.instance());
        return database.query(connection, Statement.READ_ALL, binds, read -> rows(read, slice));
    }

    private static AllPage page(Rows rows, long after, Known known) {
        long finalPosition = rows.expectedInstance() ? known.finalPosition() : 0;
        long through = after;
        int count = 0;
        for (RecordedEvent event : rows.events()) {
            if (event.position() != through + 1 && event.position() > finalPosition) {
                break;
            }
            through = event.position();
            count++;
        }
        boolean readToTheEnd = count == rows.events().size() && rows.full();
        return new AllPage(rows.events().subList(0, count), readToTheEnd ? through : Math.max(through, finalPosition));
    }

    private AllPage filtered(GlobalOrder order, Connection connection, AllSlice slice) throws SQLException {
        Known known = order.known(database, connection);
        if (known.finalPosition() <= slice.after()) {
            known = order.refresh(database, connection);
        }
        AllPage page = filtered(connection, slice, known);
        if (page != null) {
            return page;
        }
        known = order.ask(database, connection);
        page = filtered(connection, slice, known);
        return page == null ? new AllPage(List.of(), slice.after()) : page;
    }

    /** Null if the page comes from another instance than the one whose final position is known. */
    private @Nullable AllPage filtered(Connection connection, AllSlice slice, Known known) throws SQLException {
        if (known.finalPosition() <= slice.after()) {
            return new AllPage(List.of(), slice.after());
        }
        Rows rows = database.query(
                connection,
                dsl -> AllSql.page(dsl, slice, known.finalPosition(), known.instance()),
                read -> rows(read, slice));
        if (!rows.expectedInstance()) {
            return null;
        }
        long through = rows.full() ? rows.events().getLast().position() : known.finalPosition();
        return new AllPage(rows.events(), through);
    }

    private Rows rows(ResultSet read, AllSlice slice) throws SQLException {
        if (!read.next()) {
            return new Rows(List.of(), false, false);
        }
        boolean expectedInstance = read.getBoolean(ReadSql.eventColumns().size() + 1);
        if (read.getString(1) == null) {
            return new Rows(List.of(), expectedInstance, false);
        }
        List<RecordedEvent> events = EventRow.readOn(read, codec);
        // A join promises no order; in fact it keeps it, and then this only looks.
        events.sort(Comparator.comparingLong(RecordedEvent::position));
        return new Rows(events, expectedInstance, events.size() == slice.limit());
    }

    /** Each statement must have a snapshot of its own, and must not see what its own transaction has not committed. */
    private <T> T inOwnTransactions(String subject, Work<T> work) {
        return database.withConnection(connection -> {
            if (!connection.getAutoCommit()) {
                throw new InvalidInputException(
                        subject,
                        "must not run inside a transaction, nor on connections that do not commit by themselves;"
                                + " found auto-commit off");
            }
            try {
                return work.on(database.globalOrder(), connection);
            } catch (SQLException | RuntimeException e) {
                if (Failures.isDenied(e)) {
                    throw new GlobalOrderException(
                            subject + ": expected the rights that roles.sql grants, found " + e.getMessage(), e);
                }
                throw e;
            }
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(GlobalOrder order, Connection connection) throws SQLException;
    }
}
