package io.github.jooqeventstore.pool;

import io.github.jooqeventstore.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How many connections a service needs, by Little's law, with its reasoning.
 *
 * <pre>{@code
 * PoolSizing sizing = PoolSizing.littlesLaw(1_000, Duration.ofMillis(10));   // 1,000 requests a second, each holds 10 ms
 * sizing.busy();           // 10.0 connections in use on average
 * sizing.connections();    // 15, of which 70 % are in use
 * }</pre>
 *
 * <p>What is in use on average is the rate times the time that one connection is held. The rest of a request does not
 * count, since it holds none. A formula that is often seen divides once more, by the time of the whole request, and adds a
 * buffer: {@code (1000/s × 10 ms) / 50 ms + 5}. That is 205, not the 25 that is printed beside it, and neither is an answer:
 * connections divided by a time are not connections. 205 of them would mostly wait for each other on the server's cores and
 * disks, or be refused at the usual limit of 100; 25 are more than twice what is in use.
 *
 * @param requestsPerSecond how many requests a second take a connection, in all instances together; more than 0
 * @param held how long each holds one, as measured, from taking to giving back; more than 0
 * @param utilisation the share of the connections that is in use on average, above 0 and at most 1; the rest is for bursts
 * @param instances how many instances of the service share the load, each with a pool; 1 or more
 * @param serverCores the cores of the server; null if unknown. No more than twice as many connections and one work at once
 * @param serverConnections the connections of the server that are left for this service ({@code max_connections} without
 *     those reserved and those of others); null if unknown
 */
public record PoolSizing(
        double requestsPerSecond,
        Duration held,
        double utilisation,
        int instances,
        @Nullable Integer serverCores,
        @Nullable Integer serverConnections) {

    /** Beyond it queues grow faster than the load. */
    private static final double USUAL_UTILISATION = 0.7;

    /**
     * Makes a sizing.
     *
     * @throws InvalidInputException if a value is out of the bounds that are named above
     */
    public PoolSizing {
        require("requests per second", requestsPerSecond, requestsPerSecond > 0 && requestsPerSecond < 1e9, "above 0");
        InvalidInputException.requirePresent("pool sizing", "time held", held);
        require("time held", held, held.isPositive() && held.toDays() < 1, "above 0 and less than a day");
        require("utilisation", utilisation, utilisation > 0 && utilisation <= 1, "above 0 and at most 1");
        require("instances", instances, instances >= 1, "1 or more");
        require("server cores", String.valueOf(serverCores), serverCores == null || serverCores >= 1, "1 or more");
        require(
                "server connections",
                String.valueOf(serverConnections),
                serverConnections == null || serverConnections >= 1,
                "1 or more");
    }

    /** For one instance, 70 % in use, on a server that is not known. */
    public static PoolSizing littlesLaw(double requestsPerSecond, Duration held) {
        return new PoolSizing(requestsPerSecond, held, USUAL_UTILISATION, 1, null, null);
    }

    /** The same for so many instances that share the load. */
    public PoolSizing instances(int number) {
        return new PoolSizing(requestsPerSecond, held, utilisation, number, serverCores, serverConnections);
    }

    /** The same on a server of so many cores, with so many connections left for this service. */
    public PoolSizing server(int cores, int connectionsLeft) {
        return new PoolSizing(requestsPerSecond, held, utilisation, instances, cores, connectionsLeft);
    }

    /** The connections that are in use on average, in all instances together. */
    public double busy() {
        return requestsPerSecond * held.toNanos() / 1e9;
    }

    /** The connections that all instances together should have, if the server can take them. */
    public int wanted() {
        // Without the last digits, in which 0.7 is not quite 0.7.
        return Math.toIntExact((long) Math.ceil(Math.round(busy() / utilisation * 1e6) / 1e6));
    }

    /** The size of the pool of each instance: what is wanted, or less if the server cannot take it; 1 at least. */
    public int connections() {
        int share = Math.ceilDiv(wanted(), instances);
        return Math.max(1, Math.min(share, limit() / instances));
    }

    /** Whether the server can take what is in use on average; if not, no size of pool helps. */
    public boolean isEnough() {
        return limit() >= busy() && (long) connections() * instances >= busy();
    }

    private int limit() {
        int byCores = serverCores == null ? Integer.MAX_VALUE : 2 * serverCores + 1;
        return serverConnections == null ? byCores : Math.min(byCores, serverConnections);
    }

    /** How the numbers come about, one sentence each. */
    public List<String> reasoning() {
        List<String> steps = new ArrayList<>();
        steps.add("%s requests a second, each holding a connection for %s ms, keep %s connections in use (Little's law)"
                .formatted(number(requestsPerSecond), number(held.toNanos() / 1e6), number(busy())));
        steps.add("the time of the whole request does not matter: only while it holds a connection does it need one");
        steps.add("with %s %% in use, the rest being for bursts, that takes %d connections"
                .formatted(number(utilisation * 100), wanted()));
        if (serverCores != null) {
            steps.add("a server of %d cores works on %d at once, twice its cores and one; more only wait there"
                    .formatted(serverCores, 2 * serverCores + 1));
        }
        if (serverConnections != null) {
            steps.add("the server has %d connections left for this service".formatted(serverConnections));
        }
        if (instances > 1 || limit() < wanted()) {
            steps.add("so each of %d instances gets %d".formatted(instances, connections()));
        }
        if (!isEnough()) {
            steps.add("that is less than what is in use: hold connections for a shorter time, or take a larger server");
        }
        return List.copyOf(steps);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.valueOf(Math.round(value))
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static void require(String what, Object found, boolean holds, String bound) {
        if (!holds) {
            throw new InvalidInputException("pool sizing", what + " must be " + bound + ", found " + found);
        }
    }

    /** The size for each instance and the reasoning. */
    @Override
    public String toString() {
        return connections() + " connections: " + String.join("; ", reasoning());
    }
}
