package io.github.jooqeventstore.operations.backup;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.PARKED_EVENTS;
import static io.github.jooqeventstore.schema.Tables.PROJECTIONS;
import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.postgresql.PGConnection;

/** Copies the store's tables out of one moment of the database, as the server itself writes them. */
record StoreExport(OperationsDatabase database, PositionRange range) {
    private static final Table<?> CUT = DSL.table(DSL.name("s"));

    /** The events of the range. */
    Condition events() {
        return EVENTS.POSITION.gt(range.after()).and(EVENTS.POSITION.le(range.through()));
    }

    /**
     * The heads as they were at the end of the range. The moment may show more: what was appended behind it is cut off, and
     * since versions rise with positions, what is left of a stream is what precedes the first of those.
     */
    Table<?> heads() {
        return heads(STREAMS.fields()).asTable(CUT);
    }

    private Select<?> heads(Field<?>[] columns) {
        var behind = select(EVENTS.STREAM_ID, min(EVENTS.VERSION).as("first"))
                .from(EVENTS)
                .where(EVENTS.POSITION.gt(range.through()))
                .groupBy(EVENTS.STREAM_ID)
                .asTable("behind");
        Field<Long> first = DSL.field(DSL.name("behind", "first"), Long.class);
        List<Field<?>> cut = new ArrayList<>();
        for (Field<?> column : columns) {
            cut.add(
                    column.getName().equals(STREAMS.VERSION.getName())
                            ? coalesce(first.minus(inline(1L)), STREAMS.VERSION).as(STREAMS.VERSION)
                            : column);
        }
        return select(cut)
                .from(STREAMS)
                .leftJoin(behind)
                .on(DSL.field(DSL.name("behind", "stream_id"), String.class).eq(STREAMS.STREAM_ID))
                .where(first.isNull().or(first.gt(inline(1L))));
    }

    /** Copies all of it. */
    List<CopiedTable> copyTo(Path folder, boolean snapshots, long events, Progress progress) {
        List<CopiedTable> tables = new ArrayList<>();
        tables.add(copy(folder, EVENTS, columns -> select(columns).from(EVENTS).where(events()), events, progress));
        tables.add(copy(folder, STREAMS, columns -> heads(columns.toArray(Field<?>[]::new)), 0, progress));
        for (Table<?> table : List.of(STORE, SUBSCRIPTIONS, PARKED_EVENTS, PROJECTIONS)) {
            tables.add(copy(folder, table, columns -> select(columns).from(table), 0, progress));
        }
        if (snapshots) {
            tables.add(copy(folder, SNAPSHOTS, columns -> select(columns).from(SNAPSHOTS), 0, progress));
        }
        return List.copyOf(tables);
    }

    private interface Rows {
        Select<?> of(List<Field<?>> columns);
    }

    private CopiedTable copy(Path folder, Table<?> table, Rows rows, long total, Progress progress) {
        String name = table.getName();
        TableShape shape = TableShape.read(database.dsl(), database.target().schema(), name)
                .orElseThrow(() -> new OperationsException(
                        ExitCode.CHECK_FAILED,
                        database.target() + ": expected table " + name + " in schema "
                                + database.target().schema()
                                + ", found none; name the schema with --schema, or migrate"));
        List<Field<?>> columns = new ArrayList<>();
        for (TableShape.Column column : shape.storedColumns()) {
            columns.add(DSL.field(table.getQualifiedName().append(column.name())));
        }
        // COPY is not in jOOQ's language: the query inside is, and holds no value but numbers of ours.
        String sql = "copy (" + database.dsl().renderInlined(rows.of(columns)) + ") to stdout (format binary)";
        String file = name + ".copy.gz";
        progress.at("copy " + name, 0, total);
        try (var out = new FastGzip(Files.newOutputStream(folder.resolve(file)))) {
            long copied = database.connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(sql, out);
            progress.at("copy " + name, copied, copied);
            return new CopiedTable(file, copied, shape);
        } catch (SQLException e) {
            throw DatabaseFailures.of(database.target().toString(), "to copy table " + name, e);
        } catch (IOException e) {
            throw BackupFiles.failure(folder.resolve(file), "to write table " + name, e);
        }
    }
}
