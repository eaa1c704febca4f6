package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.SQLDataType.BIGINT;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.store.StoreFinding.Kind;
import java.util.List;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The tables themselves: what guards them, what the server has counted, what position comes next. */
record TableChecks(OperationsDatabase database, Findings findings, List<String> notChecked) {
    private static final Field<Long> NUMBER = DSL.field("number", BIGINT);
    private static final Field<Long> OTHER = DSL.field("other", BIGINT);

    /** Constraints, indexes and the triggers that refuse to change history are there and enabled. */
    void schema() {
        SchemaMigrations.of(database.target().dataSource())
                .schema(database.target().schema())
                .validate()
                .forEach(it -> findings.add(Kind.SCHEMA_DIFFERS, it.subject(), it.expectation(), it.finding()));
    }

    /**
     * Nobody has changed or removed an event past the triggers, as far as the server's statistics go back. They also count what
     * was rolled back, and they are lost in a crash: nothing counted proves nothing.
     */
    void changes() {
        // PostgreSQL's own views: jOOQ has no classes for them.
        database.dsl()
                .resultQuery(
                        "select n_tup_upd as number, n_tup_del as other from pg_catalog.pg_stat_all_tables"
                                + " where schemaname = {0} and relname = {1}",
                        val(database.target().schema()), val(EVENTS.getName()))
                .coerce(NUMBER, OTHER)
                .forEach(row -> {
                    if (row.value1() > 0 || row.value2() > 0) {
                        findings.add(
                                Kind.HISTORY_CHANGED,
                                "table " + EVENTS.getName(),
                                "no event changed or removed",
                                row.value1() + " changes and " + row.value2()
                                        + " removals in the statistics of the server");
                    }
                });
    }

    /** The next append is given a position behind the head. */
    void sequence(long headPosition) {
        // PostgreSQL's own functions. PostgreSQL 15 refuses the last value where 18 tells null.
        Long last = database.dsl()
                .resultQuery("""
                        select case when pg_catalog.has_sequence_privilege(s.seq, 'select, usage')
                          then coalesce(pg_catalog.pg_sequence_last_value(s.seq), 0) end as number
                        from (select pg_catalog.pg_get_serial_sequence({0}, {1})::pg_catalog.regclass) as s (seq)
                        """, val(database.dsl().render(EVENTS)), val(EVENTS.POSITION.getName()))
                .coerce(NUMBER)
                .fetchSingle()
                .value1();
        if (last == null) {
            notChecked.add("whether the sequence of positions is past the head: the user may not read it");
        } else if (last < headPosition) {
            findings.add(
                    Kind.SEQUENCE_BEHIND,
                    "sequence of positions",
                    "position " + headPosition + " or later as the last one",
                    "position " + last);
        }
    }
}
