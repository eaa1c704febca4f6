package io.github.jooqeventstore;

import static io.github.jooqeventstore.Parameter.AFTER;
import static io.github.jooqeventstore.Parameter.EXPECTED_INSTANCE;
import static io.github.jooqeventstore.Parameter.FINAL;
import static io.github.jooqeventstore.Parameter.LIMIT;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.BOOLEAN;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.DOUBLE;
import static org.jooq.impl.SQLDataType.TIMESTAMPWITHTIMEZONE;

import io.github.jooqeventstore.schema.tables.Store;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jooq.SelectField;
import org.jooq.SelectLimitStep;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The statements behind the one order of all events.
 *
 * <p>Each tells on which instance of which store it was carried out: this very table, of this epoch, in this database, of
 * a server that was started then. What was final elsewhere is not final here. The instance is made in a derived table with
 * a limit, which PostgreSQL evaluates once and not for each event.
 *
 * <p>PostgreSQL's own tables are plain SQL: jOOQ has no classes for them, and no mapping of the caller's schemas and names
 * may reach them. Not so in what {@link #page(DSLContext, AllSlice, long, String)} is made of: it is rendered with the
 * caller's settings, one of which leaves the templates of plain SQL as they are.
 */
final class AllSql {

    private static final Store S = STORE.as("s");
    private static final Field<String> INSTANCE_OF_STORE = SqlParts.field("i", "instance", CLOB);

    private AllSql() {}

    /** Whatever comes behind a position, up to the first gap for the reader to stop at; for every filter the same plan. */
    static Query page() {
        Table<?> events = eventsWhere(EVENTS.POSITION.gt(AFTER)).limit(LIMIT).asTable("e");
        return select(columns(EXPECTED_INSTANCE))
                .from(instanceOfStore())
                .leftJoin(events)
                .on(trueCondition());
    }

    /** What a filter holds for, behind a position and up to one that is final; planned for its values. */
    static ResultQuery<?> page(DSLContext dsl, AllSlice slice, long finalPosition, String instance) {
        Table<?> events = eventsWhere(slice.filter()
                        .condition()
                        .and(EVENTS.POSITION.gt(slice.after()))
                        .and(EVENTS.POSITION.le(finalPosition)))
                .limit(slice.limit())
                .asTable("e");
        return dsl.select(columns(val(instance)))
                .from(instanceOfStore())
                .leftJoin(events)
                .on(trueCondition());
    }

    private static SelectLimitStep<?> eventsWhere(Condition which) {
        return select(ReadSql.eventColumns()).from(EVENTS).where(which).orderBy(EVENTS.POSITION.asc());
    }

    /** An event beside the instance that it comes from: at least one row, without an event where there is none. */
    private static List<SelectField<?>> columns(Field<String> expectedInstance) {
        List<SelectField<?>> columns = new ArrayList<>();
        for (Field<?> column : ReadSql.eventColumns()) {
            columns.add(SqlParts.field("e", column.getName(), column.getDataType()));
        }
        columns.add(DSL.field(INSTANCE_OF_STORE.eq(expectedInstance)));
        return columns;
    }

    /** Whether positions are handed out one by one: asked once of each instance. */
    static Query identity() {
        return select(DSL.field("q.seqcache", BIGINT), DSL.field("q.seqincrement", BIGINT))
                .from(DSL.table("pg_catalog.pg_sequence q"))
                .where(DSL.condition(
                        "q.seqrelid = pg_catalog.to_regclass(pg_catalog.pg_get_serial_sequence({0}, {1}))",
                        new NameOf(EVENTS), inline(EVENTS.POSITION.getName())));
    }

    /** The highest position that is visible; on a replica also the one that was published. */
    static Query head() {
        return select(
                        INSTANCE_OF_STORE,
                        DSL.field("pg_catalog.pg_is_in_recovery()", BOOLEAN),
                        SqlParts.field("i", STORE.PUBLISHED_HORIZON.getName(), BIGINT),
                        DSL.field(select(coalesce(max(EVENTS.POSITION), inline(0L)))
                                .from(EVENTS)))
                .from(instanceOfStore());
    }

    /** The transactions that hold a lock on events as an insertion takes it: one row at least, without a transaction. */
    static Query lockers() {
        return select(INSTANCE_OF_STORE, DSL.field("l.virtualtransaction", CLOB))
                .from(instanceOfStore())
                .leftJoin(DSL.table("pg_catalog.pg_locks l"))
                .on(locksEvents());
    }

    /**
     * The same with what is known about them. A prepared transaction has lost its process: it is found by the lock that
     * every transaction holds on its own id.
     */
    static Query holders() {
        return select(
                        DSL.field("l.virtualtransaction", CLOB),
                        DSL.field("l.pid", BIGINT),
                        DSL.field("a.xact_start", TIMESTAMPWITHTIMEZONE),
                        DSL.field("a.application_name", CLOB),
                        DSL.field("a.query", CLOB),
                        DSL.field("p.gid", CLOB),
                        DSL.field("p.prepared", TIMESTAMPWITHTIMEZONE),
                        DSL.field("p.owner", CLOB))
                .from(DSL.table("pg_catalog.pg_locks l"))
                .leftJoin(DSL.table("pg_catalog.pg_stat_activity a"))
                .on(DSL.condition("a.pid = l.pid"))
                .leftJoin(DSL.table("(pg_catalog.pg_locks x join pg_catalog.pg_prepared_xacts p"
                        + " on p.transaction = x.transactionid and x.locktype = 'transactionid')"))
                .on(DSL.condition("x.virtualtransaction = l.virtualtransaction and l.pid is null"))
                .where(locksEvents());
    }

    /** Never backwards, and only for the instance on which it was found out. */
    static Query publish() {
        return update(STORE)
                .set(STORE.PUBLISHED_HORIZON, FINAL)
                .where(STORE.PUBLISHED_HORIZON.lt(FINAL))
                .and(DSL.exists(
                        select(inline(1)).from(instanceOfStore()).where(INSTANCE_OF_STORE.eq(EXPECTED_INSTANCE))))
                .returningResult(STORE.PUBLISHED_HORIZON);
    }

    private static Condition locksEvents() {
        return DSL.condition("""
                l.locktype = 'relation' and l.granted and l.mode = 'RowExclusiveLock'
                and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
                and l.relation in (
                  select {0}::pg_catalog.regclass::pg_catalog.oid
                  union all
                  select t.relid::pg_catalog.oid from pg_catalog.pg_partition_tree({0}::pg_catalog.regclass) t)""", new NameOf(EVENTS));
    }

    private static Table<?> instanceOfStore() {
        Field<String> instance = SqlParts.system(
                "concat_ws",
                CLOB,
                inline("/"),
                S.STORE_ID,
                S.EPOCH,
                SqlParts.field("s", "tableoid", BIGINT),
                SqlParts.system("current_database", CLOB),
                SqlParts.system(
                        "date_part",
                        DOUBLE,
                        inline("epoch"),
                        SqlParts.system("pg_postmaster_start_time", TIMESTAMPWITHTIMEZONE)));
        return select(instance.as(INSTANCE_OF_STORE.getUnqualifiedName()), S.PUBLISHED_HORIZON)
                .from(S)
                .limit(inline(1))
                .asTable("i");
    }
}
