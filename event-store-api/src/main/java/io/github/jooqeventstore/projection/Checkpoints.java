package io.github.jooqeventstore.projection;

import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of versions of a projection, locked: no batch of theirs is under way, and none begins.
 *
 * @param rows one for each partition
 */
record Checkpoints(List<Row> rows) {

    /** A checkpoint as it is stored. */
    record Row(
            String subscription,
            int partition,
            int partitions,
            long position,
            @Nullable UUID witness,
            long epoch) {}

    static Checkpoints lock(DSLContext dsl, String... subscriptions) {
        return new Checkpoints(dsl.select(
                        SUBSCRIPTIONS.NAME,
                        SUBSCRIPTIONS.PARTITION,
                        SUBSCRIPTIONS.PARTITIONS,
                        SUBSCRIPTIONS.POSITION,
                        SUBSCRIPTIONS.EVENT_ID,
                        SUBSCRIPTIONS.EPOCH)
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.NAME.in(subscriptions))
                .orderBy(SUBSCRIPTIONS.NAME, SUBSCRIPTIONS.PARTITION)
                .forNoKeyUpdate()
                .fetch(row ->
                        new Row(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(), row.value6())));
    }

    List<Row> of(String subscription) {
        return rows.stream()
                .filter(row -> row.subscription().equals(subscription))
                .toList();
    }

    /** The one that has come furthest: everything up to there is final, or it would not stand there. */
    Row furthest() {
        return rows.stream().max(Comparator.comparingLong(Row::position)).orElseThrow();
    }

    /** Puts a partition there, and takes it away from whoever works on it: he goes by what he knows. */
    static void move(DSLContext dsl, Row row, Row there) {
        dsl.update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.POSITION, there.position())
                .set(SUBSCRIPTIONS.EVENT_ID, there.witness())
                .set(SUBSCRIPTIONS.EPOCH, there.epoch())
                .set(SUBSCRIPTIONS.UPDATED_AT, DSL.function("clock_timestamp", SUBSCRIPTIONS.UPDATED_AT.getDataType()))
                .set(SUBSCRIPTIONS.TOKEN, SUBSCRIPTIONS.TOKEN.plus(1))
                .setNull(SUBSCRIPTIONS.OWNER)
                .setNull(SUBSCRIPTIONS.LEASED_UNTIL)
                .where(SUBSCRIPTIONS.NAME.eq(row.subscription()))
                .and(SUBSCRIPTIONS.PARTITION.eq(row.partition()))
                .execute();
    }
}
