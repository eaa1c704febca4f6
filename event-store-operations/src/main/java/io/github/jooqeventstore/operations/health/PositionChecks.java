package io.github.jooqeventstore.operations.health;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.catalog.PgSequences;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Whether the numbers that may never be out of step are in step: the head, what gives positions out, and the checkpoints. */
final class PositionChecks {
    private static final String SEQUENCE = "events_position_seq";
    private static final int SHOWN = 5;

    private PositionChecks() {}

    static HealthCheck sequence(DSLContext dsl, String schema) {
        var sequences = new PgSequences("q");
        // Asked in this order, a position given out in between does no harm.
        Long head = dsl.select(head()).fetchSingle().value1();
        Long last = dsl.select(sequences.lastValue)
                .from(sequences.table())
                .where(sequences.schema.eq(schema))
                .and(sequences.name.eq(SEQUENCE))
                .fetchOne(sequences.lastValue);
        if (last == null && head > 0) {
            return HealthCheck.unknown("positions", "the role may not see the sequence of positions");
        }
        return last == null || last >= head
                ? HealthCheck.passed("positions", "the head is at " + head)
                : HealthCheck.failed(
                        "positions",
                        "expected the sequence at the head " + head + " or behind it, found it at " + last
                                + ": every append fails or doubles a position; set it with setval before anything is"
                                + " appended",
                        ExitCode.INTEGRITY);
    }

    static HealthCheck checkpoints(DSLContext dsl) {
        Field<Long> head = head();
        List<String> ahead = dsl.select(SUBSCRIPTIONS.NAME, SUBSCRIPTIONS.PARTITION, SUBSCRIPTIONS.POSITION)
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.POSITION.gt(head))
                .or(SUBSCRIPTIONS.EPOCH.gt(field(select(STORE.EPOCH).from(STORE))))
                .orderBy(SUBSCRIPTIONS.NAME, SUBSCRIPTIONS.PARTITION)
                .limit(SHOWN)
                .fetch(row -> row.value1() + " partition " + row.value2() + " at " + row.value3());
        Long published = dsl.select(STORE.PUBLISHED_HORIZON)
                .from(STORE)
                .where(STORE.PUBLISHED_HORIZON.gt(head))
                .fetchOne(STORE.PUBLISHED_HORIZON);
        if (ahead.isEmpty() && published == null) {
            return HealthCheck.passed("checkpoints", "none is ahead of the head");
        }
        return HealthCheck.failed(
                "checkpoints",
                "expected none ahead of the head or of a later epoch, found "
                        + String.join(", ", ahead)
                        + (published == null
                                ? ""
                                : (ahead.isEmpty() ? "" : ", ") + "the published horizon at " + published)
                        + ": events are lost here, or this is not the server they belong to",
                ExitCode.INTEGRITY);
    }

    private static Field<Long> head() {
        return coalesce(field(select(max(EVENTS.POSITION)).from(EVENTS)), inline(0L));
    }
}
