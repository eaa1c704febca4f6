package io.github.jooqeventstore.pool;

import io.github.jooqeventstore.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Where a pool connects to, how many connections it holds, and how long it waits for what. Immutable.
 *
 * <pre>{@code
 * PoolOptions.production(url, user, password).name("orders").size(15, 5)
 * }</pre>
 *
 * @param url the address, as PostgreSQL's driver takes it: {@code jdbc:postgresql://host:5432/database}. What its
 *     parameters say about times, TCP keep-alive and application name goes before what is said here
 * @param user the user; null if the address says it
 * @param password the password; null if the address says it, or if none is asked for
 * @param name the name of the pool, in its messages and as {@code application_name} in {@code pg_stat_activity}
 * @param maximumSize the most connections; 1 or more. {@link PoolSizing} says how many are needed
 * @param minimumIdle the connections that are kept open when nobody uses them; at most the maximum
 * @param times how long the pool waits for what
 */
public record PoolOptions(
        String url,
        @Nullable String user,
        @Nullable String password,
        String name,
        int maximumSize,
        int minimumIdle,
        PoolTimes times) {

    /**
     * Makes options.
     *
     * @throws InvalidInputException if the driver cannot take the address, it holds a login before the host, the name is no
     *     name, a size is out of bounds, or the times are null
     */
    public PoolOptions {
        InvalidInputException.requireName("pool name", name);
        String subject = "pool " + name;
        Target.requireReadable(subject, InvalidInputException.requirePresent(subject, "url", url));
        if (maximumSize < 1) {
            throw new InvalidInputException(subject, "maximum size must be 1 or more, found " + maximumSize);
        }
        if (minimumIdle < 0 || minimumIdle > maximumSize) {
            throw new InvalidInputException(
                    subject, "minimum idle must be 0 to " + maximumSize + ", found " + minimumIdle);
        }
        InvalidInputException.requirePresent(subject, "times", times);
    }

    /**
     * For development and small programs: at most 5 connections, 1 kept open; times as in production.
     *
     * @throws InvalidInputException if the address is not one that PostgreSQL's driver takes
     */
    public static PoolOptions small(String url, @Nullable String user, @Nullable String password) {
        return new PoolOptions(url, user, password, "event-store", 5, 1, PoolTimes.production());
    }

    /**
     * For production: at most 20 connections, 5 kept open, {@link PoolTimes#production()}.
     *
     * @throws InvalidInputException if the address is not one that PostgreSQL's driver takes
     */
    public static PoolOptions production(String url, @Nullable String user, @Nullable String password) {
        return small(url, user, password).size(20, 5);
    }

    /** The same under another name. */
    public PoolOptions name(String newName) {
        return new PoolOptions(url, user, password, newName, maximumSize, minimumIdle, times);
    }

    /** The same with so many connections at most, and so many kept open. */
    public PoolOptions size(int maximum, int idle) {
        return new PoolOptions(url, user, password, name, maximum, idle, times);
    }

    /** The same with other times. */
    public PoolOptions times(PoolTimes newTimes) {
        return new PoolOptions(url, user, password, name, maximumSize, minimumIdle, newTimes);
    }

    /** Name, sizes and address; neither the password nor the parameters of the address. */
    @Override
    public String toString() {
        return "pool " + name + " of " + minimumIdle + " to " + maximumSize + " connections to "
                + Target.withoutParameters(url);
    }
}
