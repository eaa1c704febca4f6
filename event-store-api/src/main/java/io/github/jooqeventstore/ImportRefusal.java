package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Why the database took a chunk not: asked in new statements, when what the import had written is taken back. */
final class ImportRefusal {

    private static final Pattern UUID_IN_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final Database database;
    private final Connection connection;
    private final ImportChunk chunk;
    private final SQLException refused;

    ImportRefusal(Database database, Connection connection, ImportChunk chunk, SQLException refused) {
        this.database = database;
        this.connection = connection;
        this.chunk = chunk;
        this.refused = refused;
    }

    RuntimeException explain() throws SQLException {
        @Nullable RuntimeException explained = null;
        if (Failures.isTakenStream(refused)) {
            explained = existing();
        } else if (Failures.isRepeatedId(refused)) {
            explained = usedId();
        }
        return explained == null ? Failures.translate(refused) : explained;
    }

    private RuntimeException existing() throws SQLException {
        Binds binds = new Binds().set(Parameter.STREAMS, chunk.createdStreams());
        @Nullable
        RuntimeException found = database.query(connection, Statement.EXISTING_STREAM, binds, ImportRefusal::existing);
        return found != null
                ? found
                : new TransactionConflictException(
                        "import: expected its streams to be new, found one that was created elsewhere at the same moment",
                        "40001",
                        null);
    }

    private static @Nullable RuntimeException existing(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return null;
        }
        StreamId stream = new StreamId(rows.getString(1));
        return rows.getObject(3) != null
                ? new StreamArchivedException(stream)
                : new WrongExpectedVersionException(stream, ExpectedVersion.noStream(), rows.getLong(2));
    }

    private @Nullable RuntimeException usedId() throws SQLException {
        Binds binds = new Binds().set(Parameter.IDS, chunk.ids());
        @Nullable RuntimeException found = database.query(connection, Statement.EVENTS_OF_IDS, binds, this::stored);
        return found != null ? found : repeated();
    }

    private @Nullable RuntimeException stored(ResultSet rows) throws SQLException {
        return rows.next()
                ? used(
                        rows.getObject(1, UUID.class),
                        "it at version " + rows.getLong(3) + " of stream " + rows.getString(2))
                : null;
    }

    /** Only the server knows which: the earlier event may have been in another chunk, and is taken back by now. */
    private @Nullable RuntimeException repeated() {
        ServerErrorMessage report = refused instanceof PSQLException told ? told.getServerErrorMessage() : null;
        String detail = report == null ? null : report.getDetail();
        Matcher id = UUID_IN_TEXT.matcher(detail == null ? "" : detail);
        return id.find()
                ? used(UUID.fromString(id.group()), "it twice in the import, or written elsewhere at the same moment")
                : null;
    }

    private @Nullable RuntimeException used(UUID id, String finding) {
        StreamId stream = chunk.streamOf(id);
        return stream == null ? null : new EventIdAlreadyUsedException(stream, id, finding);
    }
}
