package io.github.jooqeventstore.operations.index;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import java.util.List;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A key that the newest events have in their metadata.
 *
 * @param key its name
 * @param events how many of the newest events have it
 * @param values how many different values these have
 * @param indexed whether an index begins with it
 */
public record MetadataKeyUse(String key, int events, int values, boolean indexed) {
    /** Of how many events at most. */
    static final int NEWEST = 1_000;

    private static final int MOST = 20;

    static List<MetadataKeyUse> read(DSLContext dsl, List<IndexShape> indexes) {
        Field<String> key = field(name("k", "key"), SQLDataType.CLOB);
        Field<String> value = field(name("k", "value"), SQLDataType.CLOB);
        Field<JSONB> metadata = field(name("e", EVENTS.METADATA.getName()), SQLDataType.JSONB);
        var newest = select(EVENTS.METADATA)
                .from(EVENTS)
                .orderBy(EVENTS.POSITION.desc())
                .limit(inline(NEWEST))
                .asTable("e");
        return dsl.select(key, count(), countDistinct(value))
                .from(newest)
                // Plain SQL: a function that returns rows, of which jOOQ has no class.
                .crossJoin(DSL.lateral(
                        DSL.table("pg_catalog.jsonb_each_text({0})", metadata).as("k", "key", "value")))
                .groupBy(key)
                .orderBy(count().desc(), key)
                .limit(inline(MOST))
                .fetch(row ->
                        new MetadataKeyUse(row.value1(), row.value2(), row.value3(), isIndexed(row.value1(), indexes)));
    }

    private static boolean isIndexed(String key, List<IndexShape> indexes) {
        String literal = "'" + key.replace("'", "''") + "'";
        Pattern first = Pattern.compile("\\(+metadata ->> " + Pattern.quote(literal) + "::text\\).*", Pattern.DOTALL);
        return indexes.stream()
                .filter(IndexShape::valid)
                .anyMatch(index -> first.matcher(index.columns().getFirst()).matches());
    }
}
