package io.github.jooqeventstore.operations.maintain;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgClass;
import io.github.jooqeventstore.operations.catalog.PgIndex;
import io.github.jooqeventstore.operations.catalog.PgNamespace;
import io.github.jooqeventstore.operations.catalog.PgStatUserTables;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The tables and indexes in the schema of the store: the store's own, and the application's beside them. */
final class StoreRelations {
    private static final int FIRST_WITH_FROZEN_PAGES = 18;

    private final OperationsDatabase database;
    private final DSLContext dsl;
    private final String schema;

    StoreRelations(OperationsDatabase database) {
        this.database = database;
        this.dsl = database.dsl();
        this.schema = database.target().schema();
    }

    List<StoreTable> tables() {
        var relation = new PgClass("c");
        var statistics = new PgStatUserTables("s");
        boolean told = database.serverMajorVersion() >= FIRST_WITH_FROZEN_PAGES;
        Field<Integer> frozen = told ? relation.allFrozenPages : inline((Integer) null, SQLDataType.INTEGER);
        return dsl.select(
                        relation.name,
                        system("pg_table_size", SQLDataType.BIGINT, relation.oid),
                        system("pg_indexes_size", SQLDataType.BIGINT, relation.oid),
                        statistics.liveRows,
                        statistics.deadRows,
                        relation.pages,
                        frozen,
                        relation.allVisiblePages,
                        greatest(statistics.lastVacuum, statistics.lastAutovacuum),
                        greatest(statistics.lastAnalyze, statistics.lastAutoanalyze),
                        relation.oid)
                .from(statistics.table())
                .join(relation.table())
                .on(relation.oid.eq(statistics.table))
                .where(statistics.schema.eq(schema))
                .orderBy(relation.name)
                .fetch(row -> new StoreTable(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7() == null ? frozenByExtension(row.value11()) : Long.valueOf(row.value7()),
                        row.value8(),
                        row.value9(),
                        row.value10()));
    }

    /** Counted in the visibility map itself; null without the extension or the right. */
    private @Nullable Long frozenByExtension(long table) {
        Field<Long> frozen = field(DSL.name("m", "all_frozen"), SQLDataType.BIGINT);
        return extension(
                "pg_visibility",
                functions -> dsl.select(frozen)
                        .from(DSL.table(
                                        "{0}({1}::oid::regclass)",
                                        DSL.name(functions, "pg_visibility_map_summary"), DSL.val(table))
                                .as("m"))
                        .fetchOne(frozen));
    }

    List<StoreIndex> indexes() {
        var index = new PgIndex("i");
        var relation = new PgClass("c");
        var table = new PgClass("t");
        var namespace = new PgNamespace("n");
        return dsl.select(
                        relation.name,
                        table.name,
                        system("pg_relation_size", SQLDataType.BIGINT, relation.oid),
                        index.valid,
                        relation.oid)
                .from(index.table())
                .join(relation.table())
                .on(relation.oid.eq(index.index))
                .join(table.table())
                .on(table.oid.eq(index.table))
                .join(namespace.table())
                .on(namespace.oid.eq(relation.namespace))
                .where(namespace.name.eq(schema))
                .orderBy(table.name, relation.name)
                .fetch(row -> new StoreIndex(
                        row.value1(), row.value2(), row.value3(), row.value4(), leafDensity(row.value5())));
    }

    private @Nullable Double leafDensity(long index) {
        Field<Double> density = field(DSL.name("b", "avg_leaf_density"), SQLDataType.DOUBLE);
        return extension(
                "pgstattuple",
                functions -> dsl.select(density)
                        .from(DSL.table("{0}({1}::oid::regclass)", DSL.name(functions, "pgstatindex"), DSL.val(index))
                                .as("b"))
                        .fetchOne(density));
    }

    /** What a function of an extension returns; null where the extension is missing, or the call is refused. */
    private <T> @Nullable T extension(String name, Function<String, @Nullable T> call) {
        // Plain SQL here and above: functions of an extension are in the schema that somebody has chosen for it.
        String functions = dsl.resultQuery(
                        "select n.nspname from pg_catalog.pg_extension e"
                                + " join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = {0}",
                        DSL.val(name))
                .fetchOne(0, String.class);
        if (functions == null) {
            return null;
        }
        try {
            return call.apply(functions);
        } catch (DataAccessException e) {
            // No right to it, or an index of another kind: one figure less.
            return null;
        }
    }
}
