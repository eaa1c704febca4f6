package io.github.jooqeventstore.projection;

import static io.github.jooqeventstore.schema.Tables.PARKED_EVENTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RebuildRefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Changes which version of a projection its tables show: each change is one transaction. */
final class Swap {

    private final EventStore store;
    private final Projection projection;

    Swap(EventStore store, Projection projection) {
        this.store = store;
        this.projection = projection;
    }

    /** The version that was built becomes the live one, and that one is kept. */
    void forward(Duration patience) {
        analyze();
        locked(patience, this::forward);
    }

    private void forward(Configuration tx, DSLContext dsl) {
        Versions versions = locked(dsl);
        int version = projection.version();
        if (!versions.isNext(version)) {
            throw refused("version " + version + " to be the one that is being built", versions.toString());
        }
        String live = subscription(versions.live());
        String next = subscription(version);
        Checkpoints checkpoints = Checkpoints.lock(dsl, live, next);
        requireNothingParked(dsl, next);
        Map<Table<?>, Relation> tables = Prepare.liveTables(dsl, projection);
        catchUp(tx, dsl, checkpoints, next, new NextMapping(tables).in(DSL.using(tx)));
        Locked.lock(dsl, tables.values());
        NextTables nextTables = new NextTables(projection.name(), tables);
        Exchange exchange = new Exchange(dsl);
        for (Relation table : tables.values()) {
            nextTables.requireReplaceable(dsl, table);
            requireThere(dsl, table.next());
            exchange.run(table, table.previous(), table.next());
        }
        new Versions(version, null, versions.live()).write(dsl, projection.name());
    }

    private void catchUp(
            Configuration tx, DSLContext dsl, Checkpoints checkpoints, String subscription, DSLContext next) {
        Checkpoints.Row furthest = checkpoints.furthest();
        CatchUp catchUp = new CatchUp(store.in(tx), projection, next);
        for (Checkpoints.Row row : checkpoints.of(subscription)) {
            if (row.position() < furthest.position()) {
                catchUp.run(row, furthest.position());
                Checkpoints.move(dsl, row, furthest);
            }
        }
    }

    /** The version that is kept becomes the live one again, and goes on from where it stood; this one can be built on. */
    void back(Duration patience) {
        locked(patience, (tx, dsl) -> {
            Versions versions = locked(dsl);
            @Nullable Integer previous = versions.previous();
            if (previous == null || versions.next() != null) {
                throw refused("a version that is kept, and none that is being built", versions.toString());
            }
            Checkpoints.lock(dsl, subscription(versions.live()), subscription(previous));
            Map<Table<?>, Relation> tables = Prepare.liveTables(dsl, projection);
            Locked.lock(dsl, tables.values());
            NextTables nextTables = new NextTables(projection.name(), tables);
            Exchange exchange = new Exchange(dsl);
            for (Relation table : tables.values()) {
                nextTables.requireReplaceable(dsl, table);
                requireThere(dsl, table.previous());
                exchange.run(table, table.next(), table.previous());
            }
            new Versions(previous, versions.live(), null).write(dsl, projection.name());
        });
    }

    /** What was built is thrown away. */
    void cancel(Duration patience) {
        locked(patience, (tx, dsl) -> {
            Versions versions = locked(dsl);
            if (!versions.isNext(projection.version())) {
                throw refused(
                        "version " + projection.version() + " to be the one that is being built", versions.toString());
            }
            Checkpoints.lock(dsl, subscription(projection.version()));
            new NextTables(projection.name(), Prepare.liveTables(dsl, projection)).drop(dsl);
            new Versions(versions.live(), null, versions.previous()).write(dsl, projection.name());
        });
    }

    /** What is kept is thrown away. */
    void dropPrevious(Duration patience) {
        locked(patience, (tx, dsl) -> {
            Versions versions = locked(dsl);
            if (versions.previous() != null) {
                new NextTables(projection.name(), Prepare.liveTables(dsl, projection)).dropPrevious(dsl);
                new Versions(versions.live(), versions.next(), null).write(dsl, projection.name());
            }
        });
    }

    private void locked(Duration patience, BiConsumer<Configuration, DSLContext> work) {
        new Locked(store, projection.name()).run(patience, work);
    }

    private Versions locked(DSLContext dsl) {
        Versions versions = Versions.lock(dsl, projection.name());
        if (versions == null) {
            throw refused("a version that is live already", "none");
        }
        return versions;
    }

    private void requireNothingParked(DSLContext dsl, String subscription) {
        if (dsl.fetchExists(selectOne()
                .from(PARKED_EVENTS)
                .where(PARKED_EVENTS.SUBSCRIPTION.eq(subscription))
                .and(PARKED_EVENTS.STATUS.in(inline("parked"), inline("replaying"))))) {
            throw refused("no event of subscription " + subscription + " put aside", "some that wait");
        }
    }

    private void requireThere(DSLContext dsl, Relation table) {
        if (!table.exists(dsl)) {
            throw refused("table " + table, "none of that name");
        }
    }

    /** The first reader is not to find a table that the server knows nothing of. */
    private void analyze() {
        store.withDsl(dsl -> {
            for (Relation table : Prepare.liveTables(dsl, projection).values()) {
                requireThere(dsl, table.next());
                Ddl.in(dsl).run("analyze {0}", table.next().qualified());
            }
            return true;
        });
    }

    private String subscription(int version) {
        return Projection.subscription(projection.name(), version);
    }

    private RebuildRefusedException refused(String expectation, String finding) {
        return new RebuildRefusedException(projection.name(), expectation, finding);
    }
}
