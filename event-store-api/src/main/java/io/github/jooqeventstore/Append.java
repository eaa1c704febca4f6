package io.github.jooqeventstore;

import io.github.jooqeventstore.AppendSql.Head;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One append to one stream, encoded and ready to be sent: one statement, one round trip. */
final class Append implements AppendAttempt {

    private final Database database;
    private final StreamAppend append;
    private final List<EncodedEvent> events;
    private final Head head;

    Append(Database database, StreamAppend append, List<EncodedEvent> events) {
        this.database = database;
        this.append = append;
        this.events = events;
        this.head = Head.of(append.expected());
    }

    @Override
    public List<StreamAppend> appends() {
        return List.of(append);
    }

    @Override
    public @Nullable List<AppendResult> write(Connection connection, boolean commitsByItself) throws SQLException {
        Statement statement = statement(commitsByItself);
        AppendResult result = database.query(connection, statement, binds(statement), this::result);
        return result == null ? null : List.of(result);
    }

    private Statement statement(boolean commitsByItself) {
        boolean one = events.size() == 1;
        if (!commitsByItself) {
            return Statement.inTransaction(head, one);
        }
        return one ? Statement.one(head) : Statement.many(head);
    }

    private Binds binds(Statement statement) {
        Binds binds = new Binds().set(Parameter.STREAM, append.stream().value());
        if (append.expected() instanceof ExpectedVersion.Exactly exactly) {
            binds.set(Parameter.EXPECTED, exactly.version());
        }
        if (!statement.takesOneEvent()) {
            return EventArrays.of(events).bind(binds).set(Parameter.COUNT, (long) events.size());
        }
        EncodedEvent event = events.getFirst();
        return binds.set(Parameter.ID, event.id())
                .set(Parameter.TYPE, event.type())
                .set(Parameter.SCHEMA_VERSION, event.schemaVersion())
                .set(Parameter.DATA, event.data())
                .set(Parameter.METADATA, event.metadata());
    }

    private @Nullable AppendResult result(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return null;
        }
        long first = rows.getLong(1);
        List<Long> positions = new ArrayList<>(events.size());
        do {
            positions.add(rows.getLong(2));
        } while (rows.next());
        return new AppendResult(append.stream(), first, first + events.size() - 1, positions, false);
    }
}
