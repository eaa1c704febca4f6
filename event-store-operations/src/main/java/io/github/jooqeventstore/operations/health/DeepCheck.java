package io.github.jooqeventstore.operations.health;

import java.util.List;
import org.jooq.DSLContext;

/**
 * One check of the deep probe, in a transaction that is undone.
 *
 * @param name its name in reports
 * @param look how it looks
 */
record DeepCheck(String name, Look look) {
    /** All that need nothing but a connection. */
    static final List<DeepCheck> ALL = List.of(
            new DeepCheck(DiskRoom.NAME, (dsl, schema, limits) -> DiskRoom.free(dsl, limits.freeDisk())),
            new DeepCheck("positions", (dsl, schema, limits) -> PositionChecks.sequence(dsl, schema)),
            new DeepCheck("checkpoints", (dsl, schema, limits) -> PositionChecks.checkpoints(dsl)),
            new DeepCheck("triggers", (dsl, schema, limits) -> ServerChecks.triggers(dsl)),
            new DeepCheck("indexes", (dsl, schema, limits) -> ServerChecks.invalidIndexes(dsl, schema)),
            new DeepCheck("transaction ids", (dsl, schema, limits) -> ServerChecks.transactionIds(dsl, limits)),
            new DeepCheck("prepared", (dsl, schema, limits) -> ServerChecks.prepared(dsl, limits)),
            new DeepCheck("archiving", (dsl, schema, limits) -> ServerChecks.archiving(dsl)));

    /** Looks. */
    @FunctionalInterface
    interface Look {
        HealthCheck at(DSLContext dsl, String schema, HealthLimits limits);
    }
}
