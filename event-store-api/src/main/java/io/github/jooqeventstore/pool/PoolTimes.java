package io.github.jooqeventstore.pool;

import io.github.jooqeventstore.InvalidInputException;
import java.time.Duration;

/**
 * How long a pool and its connections wait for what.
 *
 * @param acquire how long a caller waits for a connection; 500 ms or more
 * @param idle after what time without use a connection beyond the minimum is closed; 10 s or more
 * @param lifetime after what time a connection is replaced; 30 s or more, and longer than idle and keepalive
 * @param keepalive how often an idle connection is used, so that no firewall forgets it; 30 s or more
 * @param validation how long the check of an idle connection before it is handed out may take; 250 ms or more, and less than
 *     acquire
 * @param connect how long reaching the server and logging in may take; whole seconds, 1 or more
 * @param socket after what time without an answer a connection is given up; whole seconds, 1 or more. It must be longer
 *     than the longest statement. No time-out of the server's ends the wait for a host that is gone, or for a commit whose
 *     standby is lost
 */
public record PoolTimes(
        Duration acquire,
        Duration idle,
        Duration lifetime,
        Duration keepalive,
        Duration validation,
        Duration connect,
        Duration socket) {

    private static final PoolTimes PRODUCTION = new PoolTimes(
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    /**
     * Makes times, and refuses those that the pool would put right without a word.
     *
     * @throws InvalidInputException if a time is null or out of the bounds that are named above
     */
    public PoolTimes {
        requireAtLeast("acquire", acquire, Duration.ofMillis(500));
        requireAtLeast("lifetime", lifetime, Duration.ofSeconds(30));
        requireAtLeast("idle", idle, Duration.ofSeconds(10));
        require("idle", idle, idle.plusSeconds(1).compareTo(lifetime) <= 0, "1 s less than the lifetime or shorter");
        requireAtLeast("keepalive", keepalive, Duration.ofSeconds(30));
        require("keepalive", keepalive, keepalive.compareTo(lifetime) < 0, "less than the lifetime");
        requireAtLeast("validation", validation, Duration.ofMillis(250));
        require("validation", validation, validation.compareTo(acquire) < 0, "less than acquire");
        requireSeconds("connect", connect);
        requireSeconds("socket", socket);
    }

    /** Acquire 10 s, idle 10 min, lifetime 30 min, keepalive 2 min, validation 5 s, connect 10 s, socket 60 s. */
    public static PoolTimes production() {
        return PRODUCTION;
    }

    /** The same with another patience of callers; the check of a connection takes half of it at most. */
    public PoolTimes acquire(Duration time) {
        Duration half = InvalidInputException.requirePresent("pool time", "acquire", time)
                .dividedBy(2);
        return new PoolTimes(
                time, idle, lifetime, keepalive, validation.compareTo(half) > 0 ? half : validation, connect, socket);
    }

    /** The same with another patience for the server's answers. */
    public PoolTimes socket(Duration time) {
        return new PoolTimes(acquire, idle, lifetime, keepalive, validation, connect, time);
    }

    private static void requireSeconds(String what, Duration found) {
        requireAtLeast(what, found, Duration.ofSeconds(1));
        require(
                what,
                found,
                found.equals(Duration.ofSeconds(found.toSeconds())) && found.toDays() < 1,
                "in whole seconds and less than a day");
    }

    private static void requireAtLeast(String what, Duration found, Duration least) {
        InvalidInputException.requirePresent("pool time", what, found);
        require(what, found, found.compareTo(least) >= 0, least.toMillis() + " ms or more");
    }

    private static void require(String what, Duration found, boolean holds, String bound) {
        if (!holds) {
            throw new InvalidInputException("pool time " + what, "must be " + bound + ", found " + found);
        }
    }
}
