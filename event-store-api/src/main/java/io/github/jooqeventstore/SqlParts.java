package io.github.jooqeventstore;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.unquotedName;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;

import io.github.jooqeventstore.schema.tables.Events;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Parts that several statements share. */
final class SqlParts {

    private SqlParts() {}

    /** A column of a common table expression or of an alias, by its type. */
    static <T> Field<T> field(String table, String column, DataType<T> type) {
        return DSL.field(name(table, column), type);
    }

    /** A column of the events that an append brings. */
    static <T> Field<T> eventOf(String column, DataType<T> type) {
        return field("e", column, type);
    }

    /**
     * A payload of the events that an append brings, which travels as text: in an array of JSON each of its quotes would be
     * escaped by the driver and read again by the server.
     */
    static Field<JSONB> jsonOf(String column) {
        return eventOf(column, CLOB).cast(SQLDataType.JSONB);
    }

    static Field<Long> nothing() {
        return inline((Long) null, BIGINT);
    }

    /** A function of PostgreSQL's own. */
    static <T> Field<T> system(String function, DataType<T> type, Field<?>... arguments) {
        return function(name(unquotedName("pg_catalog"), unquotedName(function)), type, arguments);
    }

    /** What the session's commits wait for. */
    static Field<String> synchronousCommit() {
        return setting("synchronous_commit");
    }

    /** What a parameter of the session is set to. */
    static Field<String> setting(String parameter) {
        return system("current_setting", CLOB, inline(parameter));
    }

    /** Holds when a commit of this session is on disk before it is acknowledged. */
    static Condition commitsAreDurable() {
        return synchronousCommit().ne(inline("off"));
    }

    /**
     * Holds for the events with one of these ids.
     *
     * <p>Every id lies between the lowest and the highest: it is said so that a plan that was made before the table had
     * statistics expects few rows, and reads the index instead of the table also when the table has grown.
     */
    static Condition hasIdOf(Events events, Field<UUID[]> ids) {
        return events.EVENT_ID
                .eq(any(ids))
                .and(events.EVENT_ID.between(inline(new UUID(0L, 0L)), inline(new UUID(-1L, -1L))));
    }

    static Unnest unnest(String alias, Field<?>... arrays) {
        return new Unnest(alias, List.of(arrays));
    }

    /**
     * Several arrays as the columns of one table.
     *
     * <p>The only plain SQL of the appends: jOOQ has no form for several arrays with their ordinality, and reading array
     * elements by subscript takes time that grows with the square of their number.
     */
    record Unnest(String alias, List<Field<?>> arrays) {

        Table<?> columns(String... columns) {
            return table("").as(alias, columns);
        }

        Table<?> withOrdinality(String... columns) {
            return table(" with ordinality").as(alias, columns);
        }

        private Table<?> table(String suffix) {
            String template = IntStream.range(0, arrays.size())
                    .mapToObj(i -> "{" + i + "}")
                    .collect(Collectors.joining(", ", "unnest(", ")" + suffix));
            return DSL.table(template, arrays.toArray(QueryPart[]::new));
        }
    }
}
