package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One import: events of new streams, copied chunk by chunk in one transaction.
 *
 * <p>The rows of streams go before their events: whoever appends to one of them meanwhile waits at its name and is then
 * refused as by any other append, not at an event by an error of the database.
 */
final class Import {

    /** Takes back what was written. */
    @FunctionalInterface
    private interface Undo {
        void run() throws SQLException;
    }

    private static final int HEADS_AT_ONCE = 10_000;

    private final Database database;
    private final EventCodec codec;
    private final boolean onlyDurable;
    private final Iterator<ImportedEvent> source;
    private final ImportedStreams streams = new ImportedStreams();
    private long events;
    private @Nullable ImportedEvent first;
    private @Nullable UUID lastId;

    Import(Database database, EventCodec codec, boolean onlyDurable, Iterator<ImportedEvent> source) {
        this.database = database;
        this.codec = codec;
        this.onlyDurable = onlyDurable;
        this.source = source;
    }

    ImportResult run(AppendListeners listeners) {
        return database.withConnection(connection -> {
            boolean commitsByItself = database.commitsByItself(connection);
            ImportResult result = commitsByItself ? inOwnTransaction(connection) : inCallersTransaction(connection);
            if (result.events() > 0) {
                listeners.tell(result.lastPosition(), commitsByItself);
            }
            return result;
        });
    }

    private ImportResult inOwnTransaction(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            ImportResult result = write(connection, connection::rollback);
            commit(connection, result);
            committed = true;
            return result;
        } finally {
            OwnTransaction.end(connection, committed);
        }
    }

    private void commit(Connection connection, ImportResult result) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (first != null && Failures.isConnectionLost(e)) {
                throw new ImportOutcomeUnknownException(first.stream(), result, Failures.withoutPayload(e));
            }
            throw e;
        }
    }

    private ImportResult inCallersTransaction(Connection connection) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        ImportResult result = write(connection, () -> connection.rollback(savepoint));
        connection.releaseSavepoint(savepoint);
        return result;
    }

    private ImportResult write(Connection connection, Undo undo) throws SQLException {
        ImportCopy copy = ImportCopy.on(database, connection);
        try {
            requireDurable(connection);
            copyAll(copy);
            moveHeads(connection);
            return new ImportResult(streams.count(), events, lastPosition(connection));
        } catch (SQLException | RuntimeException | Error e) {
            // What the database has refused comes first: a source that reads from it fails in its wake.
            SQLException refused = copy.refusal();
            ImportChunk chunk = copy.lastSent();
            undo(undo, e);
            if (refused != null && chunk != null) {
                throw new ImportRefusal(database, connection, chunk, refused).explain();
            }
            throw e;
        }
    }

    /** Why it failed is worth more than that it cannot be taken back: then the connection is lost, and the server does. */
    private static void undo(Undo undo, Throwable failure) {
        try {
            undo.run();
        } catch (SQLException e) {
            failure.addSuppressed(Failures.withoutPayload(e));
        }
    }

    private void requireDurable(Connection connection) throws SQLException {
        boolean durable = database.query(connection, Statement.SESSION, new Binds(), rows -> {
            rows.next();
            return !"off".equals(rows.getString(1));
        });
        if (onlyDurable && !durable) {
            throw new NotDurableException(
                    "import: expected a session whose commits are durable, found synchronous_commit off");
        }
    }

    private void copyAll(ImportCopy copy) throws SQLException {
        ImportChunk filled = new ImportChunk();
        ImportChunk other = new ImportChunk();
        while (source.hasNext()) {
            filled.clear();
            fill(filled);
            copy.send(filled);
            ImportChunk copied = other;
            other = filled;
            filled = copied;
        }
        copy.await();
    }

    private void fill(ImportChunk chunk) {
        do {
            ImportedEvent next = InvalidInputException.requirePresent("import", "an event", source.next());
            StreamId stream = next.stream();
            ImportedStreams.Head head = streams.of(stream);
            EncodedEvent encoded = codec.encode(stream, head.version() + 1, next.event());
            chunk.add(stream, head, encoded);
            if (first == null) {
                first = next;
            }
            lastId = encoded.id();
            events++;
        } while (!chunk.isFull() && source.hasNext());
        chunk.seal();
    }

    private void moveHeads(Connection connection) throws SQLException {
        Iterator<ImportedStreams.Head> behind = streams.behind();
        while (behind.hasNext()) {
            List<String> names = new ArrayList<>();
            List<Long> versions = new ArrayList<>();
            do {
                ImportedStreams.Head head = behind.next();
                names.add(head.name());
                versions.add(head.version());
            } while (names.size() < HEADS_AT_ONCE && behind.hasNext());
            Binds binds = new Binds()
                    .set(Parameter.STREAMS, names.toArray(String[]::new))
                    .set(Parameter.COUNTS, versions.toArray(Long[]::new));
            long moved = database.query(connection, Statement.MOVE_HEADS, binds, rows -> {
                rows.next();
                return rows.getLong(1);
            });
            if (moved != names.size()) {
                throw new IllegalStateException(
                        "import: expected " + names.size() + " streams to be moved on, found " + moved);
            }
        }
    }

    /** Positions rise in the order of rows. */
    private long lastPosition(Connection connection) throws SQLException {
        if (lastId == null) {
            return 0;
        }
        Binds binds = new Binds().set(Parameter.IDS, new UUID[] {lastId});
        return database.query(connection, Statement.EVENTS_OF_IDS, binds, rows -> {
            rows.next();
            return rows.getLong(4);
        });
    }
}
