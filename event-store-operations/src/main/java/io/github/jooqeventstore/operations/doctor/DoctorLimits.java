package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.health.HealthLimits;
import io.github.jooqeventstore.operations.index.IndexLimits;
import java.time.Duration;

/**
 * From where on something is wrong.
 *
 * @param health what the deep probe still takes for sound
 * @param open how long a transaction may be open, whatever it does
 * @param idle how long a client may do nothing inside a transaction
 * @param slotBytes how much log a replication slot may keep
 * @param positionsUsed the share of all positions that may be used, 0 to 1
 * @param changedRows how many rows may have been added or changed since statistics were made, or since vacuum, before their
 *     share counts
 * @param indexes from where on an index is worth a word
 */
public record DoctorLimits(
        HealthLimits health,
        Duration open,
        Duration idle,
        long slotBytes,
        double positionsUsed,
        long changedRows,
        IndexLimits indexes) {
    /** {@return those of health; ten minutes open, one minute idle; 1 GB of log, half of all positions, 10,000 rows} */
    public static DoctorLimits defaults() {
        return new DoctorLimits(
                HealthLimits.defaults(),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                1_000_000_000,
                0.5,
                10_000,
                IndexLimits.defaults());
    }

    /** {@return the same with other limits of health} */
    public DoctorLimits health(HealthLimits other) {
        return new DoctorLimits(other, open, idle, slotBytes, positionsUsed, changedRows, indexes);
    }

    /** {@return the same where every transaction, prepared or not, may last so long and no longer} */
    public DoctorLimits transactions(Duration longest) {
        return new DoctorLimits(
                health.holder(longest).prepared(longest),
                longest,
                longest,
                slotBytes,
                positionsUsed,
                changedRows,
                indexes);
    }

    /** {@return the same with another bound for replication slots} */
    public DoctorLimits slotBytes(long most) {
        return new DoctorLimits(health, open, idle, most, positionsUsed, changedRows, indexes);
    }

    /** {@return the same with another bound for vacuum and statistics} */
    public DoctorLimits changedRows(long most) {
        return new DoctorLimits(health, open, idle, slotBytes, positionsUsed, most, indexes);
    }

    /** {@return the same with other limits for indexes} */
    public DoctorLimits indexes(IndexLimits other) {
        return new DoctorLimits(health, open, idle, slotBytes, positionsUsed, changedRows, other);
    }
}
