package io.github.jooqeventstore.operations.drill;

import java.time.Duration;
import java.util.Locale;

/** How a store is protected, and what that is worth. */
public enum DrillTier {
    /**
     * A backup of the database each day. What has been written since it was begun is lost: up to a day, and the time that the
     * backup itself takes. So 24 hours cannot be promised by one backup in 24 hours.
     */
    BASIC(Duration.ofHours(25)),
    /**
     * Base backups, and the log archived as its segments are filled, after a minute at the latest. What is in the segment that
     * is being written is lost with the disk.
     */
    STANDARD(Duration.ofHours(1)),
    /** Base backups, and the log received while it is written: commits wait for it, and no acknowledged event is lost. */
    CRITICAL(Duration.ZERO);

    private static final Duration RECOVERY_TIME = Duration.ofHours(4);

    private final Duration recoveryPoint;

    DrillTier(Duration recoveryPoint) {
        this.recoveryPoint = recoveryPoint;
    }

    /** {@return the targets unless others are given} */
    public DrillTargets targets() {
        return new DrillTargets(RECOVERY_TIME, recoveryPoint);
    }

    /** {@return its name as people write it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
