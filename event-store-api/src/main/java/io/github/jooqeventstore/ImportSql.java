package io.github.jooqeventstore;

import static io.github.jooqeventstore.Parameter.COUNTS;
import static io.github.jooqeventstore.SqlParts.field;
import static io.github.jooqeventstore.SqlParts.unnest;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.list;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.query;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.with;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;

import io.github.jooqeventstore.schema.tables.Streams;
import java.util.Arrays;
import org.jooq.CommonTableExpression;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Query;
import org.jooq.Table;

/** The statements of an import. */
final class ImportSql {

    private static final Streams S = STREAMS.as("s");

    private ImportSql() {}

    /** Columns as {@link ImportChunk} fills them. */
    static Query streams() {
        return copy(STREAMS, STREAMS.STREAM_ID, STREAMS.VERSION);
    }

    /** Columns as {@link ImportChunk} fills them; the position is the server's to give, and so is the time. */
    static Query events() {
        return copy(
                EVENTS,
                EVENTS.STREAM_ID,
                EVENTS.VERSION,
                EVENTS.EVENT_ID,
                EVENTS.EVENT_TYPE,
                EVENTS.SCHEMA_VERSION,
                EVENTS.EVENT_DATA,
                EVENTS.METADATA);
    }

    /** Plain SQL around names that are not: jOOQ has no form for COPY. */
    private static Query copy(Table<?> table, Field<?>... columns) {
        Name[] names = Arrays.stream(columns).map(Field::getUnqualifiedName).toArray(Name[]::new);
        return query("copy {0} ({1}) from stdin (format binary)", table, list(names));
    }

    /** Moves heads that the import has created to where the events of later chunks have led. */
    static Query moveHeads() {
        CommonTableExpression<?> moved = name("moved")
                .as(update(S)
                        .set(S.VERSION, field("m", "version", BIGINT))
                        .from(unnest("m", Parameter.STREAMS, COUNTS).columns("stream_id", "version"))
                        .where(S.STREAM_ID.eq(field("m", "stream_id", CLOB)))
                        // Says the same again: a plan made while the table was small would scan all of it.
                        .and(S.STREAM_ID.eq(any(Parameter.STREAMS)))
                        .returningResult(inline(1)));
        return with(moved).select(selectCount().from(moved).asField());
    }

    /** Those of these streams that are there. */
    static Query existing() {
        return select(STREAMS.STREAM_ID, STREAMS.VERSION, STREAMS.ARCHIVED_AT)
                .from(STREAMS)
                .where(STREAMS.STREAM_ID.eq(any(Parameter.STREAMS)));
    }

    /** How this session commits. */
    static Query session() {
        return select(SqlParts.synchronousCommit());
    }
}
