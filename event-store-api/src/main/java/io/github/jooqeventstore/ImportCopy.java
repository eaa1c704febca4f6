package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Copies chunks into the database, one behind the other, on a thread of its own.
 *
 * <p>So the next chunk is made while the server takes this one, and on the caller's thread the source of the events and
 * the serializer may use the very same connection, as within a transaction of the caller's they do: between the beginning
 * and the end of a COPY the driver lets other threads wait, and would let its own thread wait for ever.
 */
final class ImportCopy {

    private final CopyManager driver;
    private final String intoStreams;
    private final String intoEvents;
    private @Nullable FutureTask<@Nullable SQLException> copying;
    private @Nullable ImportChunk chunk;

    private ImportCopy(CopyManager driver, String intoStreams, String intoEvents) {
        this.driver = driver;
        this.intoStreams = intoStreams;
        this.intoEvents = intoEvents;
    }

    static ImportCopy on(Database database, Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            throw new InvalidInputException(
                    "import",
                    "must be given connections of PostgreSQL's own JDBC driver, found "
                            + connection.getClass().getName());
        }
        return new ImportCopy(
                connection.unwrap(PGConnection.class).getCopyAPI(),
                database.text(connection, Statement.COPY_STREAMS),
                database.text(connection, Statement.COPY_EVENTS));
    }

    /** Has a chunk copied as soon as the one before is, and returns then. */
    void send(ImportChunk next) throws SQLException {
        await();
        chunk = next;
        copying = new FutureTask<>(() -> copy(next));
        Thread.ofVirtual().name("event-store-import").start(copying);
    }

    /** Waits until every chunk is copied. */
    void await() throws SQLException {
        SQLException refusal = refusal();
        if (refusal != null) {
            throw refusal;
        }
    }

    /** Waits until nothing is being copied, interrupted or not, and says what the database has refused. */
    @Nullable
    SQLException refusal() {
        FutureTask<@Nullable SQLException> running = copying;
        boolean interrupted = false;
        try {
            while (running != null) {
                try {
                    return running.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("import: expected a chunk to be copied or refused", e.getCause());
                }
            }
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The chunk that was sent last. */
    @Nullable
    ImportChunk lastSent() {
        return chunk;
    }

    private @Nullable SQLException copy(ImportChunk next) {
        try {
            CopyRows streams = next.streams();
            if (streams != null) {
                streams.writeTo(driver.copyIn(intoStreams));
            }
            next.events().writeTo(driver.copyIn(intoEvents));
            return null;
        } catch (SQLException e) {
            return e;
        }
    }
}
