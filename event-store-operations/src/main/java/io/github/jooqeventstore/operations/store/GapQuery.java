package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.SQLDataType.BIGINT;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record4;
import org.jooq.Result;

/** Finds the positions that are missing, and asks the server what it knows about them. */
record GapQuery(ReadSnapshot snapshot, long epoch) {
    private static final int CLASSED = 1000;
    private static final Field<Long> POSITION = field(name("e", "position"), BIGINT);
    private static final Field<Long> BEFORE = field(name("e", "before"), BIGINT);

    PositionGaps run() {
        var e = select(
                        EVENTS.POSITION,
                        coalesce(lag(EVENTS.POSITION).over().orderBy(EVENTS.POSITION), inline(0L))
                                .as("before"))
                .from(EVENTS)
                .asTable("e");
        Field<Long> missing = POSITION.minus(BEFORE).minus(inline(1L));
        var gaps = snapshot.dsl()
                .select(
                        BEFORE,
                        POSITION,
                        count().over().cast(BIGINT),
                        sum(missing).over().cast(BIGINT))
                .from(e)
                .where(missing.gt(inline(0L)))
                .orderBy(missing.desc(), POSITION)
                .limit(inline(CLASSED))
                .fetch();
        return gaps.isEmpty()
                ? new PositionGaps(0, 0, List.of())
                : new PositionGaps(gaps.getFirst().value3(), gaps.getFirst().value4(), classed(gaps));
    }

    private List<PositionGap> classed(Result<Record4<Long, Long, Long, Long>> gaps) {
        Map<Long, Neighbour> neighbours = neighbours(gaps);
        Transactions transactions = Transactions.read(snapshot.dsl());
        // Every restore raises the epoch and leaps once.
        long leaps = epoch - 1;
        List<PositionGap> classed = new ArrayList<>();
        for (var gap : gaps) {
            GapCause cause = new GapCause(
                    gap.value1() + 1,
                    gap.value2() - 1,
                    neighbours.get(gap.value1()),
                    neighbours.get(gap.value2()),
                    transactions);
            Neighbour after = neighbours.get(gap.value2());
            boolean open = snapshot.mayBeFilled(gap.value2() - 1, after == null ? null : after.createdAt());
            PositionGap found = cause.of(open, leaps > 0);
            if (found.cause() == PositionGap.Cause.RESTORE) {
                leaps--;
            }
            classed.add(found);
        }
        return classed;
    }

    /**
     * An event beside a gap.
     *
     * @param transaction the lower 32 bits of the number of the transaction that wrote it here
     * @param createdAt when it was appended, perhaps elsewhere
     */
    record Neighbour(long transaction, OffsetDateTime createdAt) {}

    private Map<Long, Neighbour> neighbours(Result<Record4<Long, Long, Long, Long>> gaps) {
        Set<Long> positions = new HashSet<>();
        gaps.forEach(gap -> {
            positions.add(gap.value1());
            positions.add(gap.value2());
        });
        Map<Long, Neighbour> neighbours = new HashMap<>();
        // A column of the server's own, which no generated table has; its type has no cast to a number.
        snapshot.dsl()
                .select(EVENTS.POSITION, field("{0}.xmin::text::bigint", BIGINT, EVENTS), EVENTS.CREATED_AT)
                .from(EVENTS)
                .where(EVENTS.POSITION.eq(org.jooq.impl.DSL.any(positions.toArray(Long[]::new))))
                .forEach(row -> neighbours.put(row.value1(), new Neighbour(row.value2(), row.value3())));
        return neighbours;
    }
}
