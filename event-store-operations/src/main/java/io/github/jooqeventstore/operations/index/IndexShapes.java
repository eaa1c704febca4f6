package io.github.jooqeventstore.operations.index;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.generateSeries;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgAm;
import io.github.jooqeventstore.operations.catalog.PgClass;
import io.github.jooqeventstore.operations.catalog.PgConstraint;
import io.github.jooqeventstore.operations.catalog.PgIndex;
import io.github.jooqeventstore.operations.catalog.PgStatUserIndexes;
import io.github.jooqeventstore.schema.EventStoreSchema;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Named;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;

/** The indexes in the schema of a store: the library's own, and the operator's. */
final class IndexShapes {
    private static final int FIRST_WITH_LAST_SCAN = 16;
    private static final String HISTORY = "event_store_schema_history";
    // By name: whoever has made another one of such a name has taken the library's place.
    private static final Set<String> OWN = EventStoreSchema.EVENT_STORE_SCHEMA.getTables().stream()
            .flatMap(table -> Stream.concat(table.getIndexes().stream(), table.getKeys().stream()))
            .map(Named::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final PgIndex index = new PgIndex("i");
    private final PgClass relation = new PgClass("c");
    private final PgAm method = new PgAm("m");
    private final PgStatUserIndexes statistics = new PgStatUserIndexes("s");
    private final Field<String> definition = definition(inline(0)).as("definition");
    private final Field<String[]> columns;
    private final Field<String> predicate = coalesce(
                    system("pg_get_expr", SQLDataType.CLOB, index.predicate, index.table), inline(""))
            .as("predicate");
    private final Field<Boolean> constraint;
    private final Field<Long> bytes =
            system("pg_relation_size", SQLDataType.BIGINT, index.index).as("bytes");
    private final Field<OffsetDateTime> lastScan;

    private IndexShapes(int serverVersion) {
        Field<Integer> number = field(name("n", "n"), SQLDataType.INTEGER);
        this.columns = array(select(definition(number))
                        .from(generateSeries(inline(1), index.keyColumns).as("n", "n"))
                        .orderBy(number))
                .as("columns");
        var key = new PgConstraint("k");
        this.constraint = field(exists(selectOne()
                        .from(key.table())
                        .where(key.index.eq(index.index))
                        .and(key.kind.in(inline("p"), inline("u"), inline("x")))))
                .as("of_key");
        this.lastScan = (serverVersion >= FIRST_WITH_LAST_SCAN
                        ? statistics.lastScan
                        : inline((OffsetDateTime) null, SQLDataType.TIMESTAMPWITHTIMEZONE))
                .as("last_scan");
    }

    /** Of column 0: the whole index. */
    private Field<String> definition(Field<Integer> column) {
        return system("pg_get_indexdef", SQLDataType.CLOB, index.index, column, inline(false));
    }

    /** {@return whether an index is the library's own, or of the history of migrations} */
    static boolean isOwn(IndexShape index) {
        return OWN.contains(index.name()) || index.table().equals(HISTORY);
    }

    static List<IndexShape> read(OperationsDatabase database) {
        return new IndexShapes(database.serverMajorVersion()).fetch(database);
    }

    private List<IndexShape> fetch(OperationsDatabase database) {
        return database.dsl()
                .select(
                        statistics.name,
                        statistics.tableName,
                        method.name,
                        definition,
                        columns,
                        index.operatorClasses,
                        index.collations,
                        index.options)
                .select(index.columns.gt(index.keyColumns).as("included"), predicate, index.unique, constraint)
                .select(index.valid, bytes, statistics.scans, lastScan)
                .from(statistics.table())
                .join(index.table())
                .on(index.index.eq(statistics.index))
                .join(relation.table())
                .on(relation.oid.eq(index.index))
                .join(method.table())
                .on(method.oid.eq(relation.accessMethod))
                .where(statistics.schema.eq(database.target().schema()))
                .orderBy(statistics.tableName, statistics.name)
                .fetch(this::shape);
    }

    private IndexShape shape(Record row) {
        return new IndexShape(
                row.get(statistics.name),
                row.get(statistics.tableName),
                row.get(method.name),
                row.get(definition),
                columns(row),
                row.get("included", Boolean.class),
                row.get(predicate),
                row.get(index.unique),
                row.get(constraint),
                row.get(index.valid),
                row.get(bytes),
                row.get(statistics.scans),
                row.get(lastScan));
    }

    /** Two of the same text but another collation or direction are not the same. */
    private List<String> columns(Record row) {
        String[] texts = row.get(columns);
        String[] classes = numbers(row.get(index.operatorClasses));
        String[] collations = numbers(row.get(index.collations));
        String[] options = numbers(row.get(index.options));
        List<String> all = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            all.add(String.join(" ", texts[i], classes[i], collations[i], options[i]));
        }
        return all;
    }

    private static String[] numbers(String vector) {
        return vector.strip().split(" ");
    }
}
