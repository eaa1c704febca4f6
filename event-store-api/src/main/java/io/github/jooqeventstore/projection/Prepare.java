package io.github.jooqeventstore.projection;

import static io.github.jooqeventstore.schema.Tables.PARKED_EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RebuildRefusedException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Table;

/** The first step of a rebuild: its tables and its checkpoints, in one transaction. Finds them when it is asked again. */
record Prepare(EventStore store, Projection projection) {

    NextMapping run() {
        return store.transactionResult(tx -> store.in(tx).withDsl(this::run));
    }

    private NextMapping run(DSLContext dsl) {
        Versions versions = Versions.lock(dsl, projection.name());
        if (versions == null) {
            throw refused("a version that is live already: start it", "none");
        }
        int version = projection.version();
        if (versions.isLive(version)) {
            throw refused("to build a version that is not live: raise it", versions.toString());
        }
        if (versions.previous() != null) {
            throw refused("no version kept: drop it, or roll back to it", versions.toString());
        }
        if (versions.next() != null && !versions.isNext(version)) {
            throw refused("no other version being built: cancel it", versions.toString());
        }
        Map<Table<?>, Relation> live = liveTables(dsl, projection);
        NextTables tables = new NextTables(projection.name(), live);
        if (versions.isNext(version)) {
            tables.requireReached(dsl);
        } else {
            tables.create(dsl);
            begin(dsl, Projection.subscription(projection.name(), version));
            new Versions(versions.live(), version, null).write(dsl, projection.name());
        }
        return new NextMapping(live);
    }

    /** The tables of a projection in the order of their names, in which they are locked. */
    static Map<Table<?>, Relation> liveTables(DSLContext dsl, Projection projection) {
        if (projection.tables().isEmpty()) {
            throw new RebuildRefusedException(projection.name(), "tables to be named that it owns", "none");
        }
        Map<Table<?>, Relation> live = new LinkedHashMap<>();
        List<Table<?>> sorted = projection.tables().stream()
                .sorted(Comparator.comparing(table -> table.getQualifiedName().toString()))
                .toList();
        for (Table<?> table : sorted) {
            Relation relation = Relation.of(dsl, table);
            if (relation == null) {
                throw new RebuildRefusedException(projection.name(), "table " + table.getName(), "none of that name");
            }
            live.put(table, relation);
        }
        return live;
    }

    /** Where the same version was built once and cancelled, its checkpoints are there still. */
    private static void begin(DSLContext dsl, String subscription) {
        dsl.update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.POSITION, 0L)
                .setNull(SUBSCRIPTIONS.EVENT_ID)
                .set(SUBSCRIPTIONS.EPOCH, select(STORE.EPOCH).from(STORE))
                .set(SUBSCRIPTIONS.TOKEN, SUBSCRIPTIONS.TOKEN.plus(1))
                .setNull(SUBSCRIPTIONS.OWNER)
                .setNull(SUBSCRIPTIONS.LEASED_UNTIL)
                .setNull(SUBSCRIPTIONS.STOPPED_AT)
                .setNull(SUBSCRIPTIONS.LAST_ERROR)
                .where(SUBSCRIPTIONS.NAME.eq(subscription))
                .execute();
        dsl.update(PARKED_EVENTS)
                .set(PARKED_EVENTS.STATUS, inline("discarded"))
                .set(PARKED_EVENTS.REASON, "built anew from the beginning")
                .where(PARKED_EVENTS.SUBSCRIPTION.eq(subscription))
                .and(PARKED_EVENTS.STATUS.in(inline("parked"), inline("replaying")))
                .execute();
    }

    private RebuildRefusedException refused(String expectation, String finding) {
        return new RebuildRefusedException(projection.name(), expectation, finding);
    }
}
