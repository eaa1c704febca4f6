package io.github.jooqeventstore.operations.health;

import java.time.Duration;

/**
 * What the deep probe still takes for sound.
 *
 * @param holder how long an appending transaction may hold the order of all events back
 * @param prepared how old a prepared transaction may be
 * @param transactionIdAge how old the oldest transaction id may be, in transactions; PostgreSQL stops at about two thousand
 *     million
 * @param freeDisk the least share of the disk that must be free, 0 to 1
 */
public record HealthLimits(Duration holder, Duration prepared, long transactionIdAge, double freeDisk) {
    /** {@return a minute, five minutes, 500 million transactions, a tenth of the disk} */
    public static HealthLimits defaults() {
        return new HealthLimits(Duration.ofMinutes(1), Duration.ofMinutes(5), 500_000_000, 0.1);
    }

    /** {@return the same with another bound for appending transactions} */
    public HealthLimits holder(Duration longest) {
        return new HealthLimits(longest, prepared, transactionIdAge, freeDisk);
    }

    /** {@return the same with another bound for prepared transactions} */
    public HealthLimits prepared(Duration longest) {
        return new HealthLimits(holder, longest, transactionIdAge, freeDisk);
    }

    /** {@return the same with another bound for the oldest transaction id} */
    public HealthLimits transactionIdAge(long transactions) {
        return new HealthLimits(holder, prepared, transactions, freeDisk);
    }

    /** {@return the same with another share of the disk} */
    public HealthLimits freeDisk(double share) {
        return new HealthLimits(holder, prepared, transactionIdAge, share);
    }
}
