package io.github.jooqeventstore.operations.drill;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.inline;

import io.github.jooqeventstore.operations.drill.DrillWriter.Acknowledged;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * What a failure has cost.
 *
 * @param acknowledged how many events an application was told to be safe
 * @param recovered how many of them are there again
 * @param seconds the time before the failure whose events are gone; 0 where none is
 * @param holes how many are there behind one that is not: none, or the copy was torn
 */
record Loss(long acknowledged, long recovered, double seconds, long holes) {
    private static final double NANOS = 1e9;

    static Loss of(List<Acknowledged> acknowledged, DSLContext dsl, long failedNanos) {
        Set<UUID> present = new HashSet<>(dsl.select(EVENTS.EVENT_ID)
                .from(EVENTS)
                .where(EVENTS.EVENT_TYPE.eq(inline(DrillWriter.TYPE)))
                .fetch(EVENTS.EVENT_ID));
        int safe = 0;
        while (safe < acknowledged.size()
                && present.contains(acknowledged.get(safe).id())) {
            safe++;
        }
        long recovered = acknowledged.stream()
                .filter(each -> present.contains(each.id()))
                .count();
        // Where not even the first is there, it was acknowledged at the beginning of what is lost.
        double seconds = safe == acknowledged.size()
                ? 0
                : (failedNanos - acknowledged.get(Math.max(safe - 1, 0)).nanos()) / NANOS;
        return new Loss(acknowledged.size(), recovered, Math.max(seconds, 0), recovered - safe);
    }
}
