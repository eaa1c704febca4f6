package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.subscription.PartitionStatus.State;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.Record12;
import org.jspecify.annotations.Nullable;

/** The row of a partition as a status. */
final class StatusRow {

    private StatusRow() {}

    static PartitionStatus status(
            String name,
            Record12<
                            Integer,
                            Long,
                            Long,
                            UUID,
                            String,
                            OffsetDateTime,
                            OffsetDateTime,
                            OffsetDateTime,
                            String,
                            Long,
                            OffsetDateTime,
                            OffsetDateTime>
                    row) {
        @Nullable OffsetDateTime leasedUntil = row.value6();
        @Nullable OffsetDateTime stoppedAt = row.value7();
        OffsetDateTime now = row.value12();
        boolean held = leasedUntil != null && leasedUntil.isAfter(now);
        return new PartitionStatus(
                name,
                row.value1(),
                stoppedAt != null ? State.STOPPED : held ? State.RUNNING : State.FREE,
                row.value2(),
                new Checkpoint(row.value2(), row.value3(), row.value4()),
                Math.max(0, row.value10() - row.value2()),
                lag(row.value11(), now),
                row.value9(),
                held ? row.value5() : null,
                (stoppedAt == null ? row.value8() : stoppedAt).toInstant());
    }

    private static Duration lag(@Nullable OffsetDateTime next, OffsetDateTime now) {
        return next == null || next.isAfter(now) ? Duration.ZERO : Duration.between(next, now);
    }
}
