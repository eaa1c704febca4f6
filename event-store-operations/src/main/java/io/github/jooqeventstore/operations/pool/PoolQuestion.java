package io.github.jooqeventstore.operations.pool;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a load and of the server that is to bear it.
 *
 * @param requestsPerSecond in all instances together
 * @param held how long each holds a connection
 * @param requestTime how long the whole request takes; null: unknown. It does not count, and the advice says why
 * @param utilisation the share of connections that is to be in use on average, above 0 and at most 1
 * @param instances how many share the load
 * @param cores of the server; null: unknown
 * @param server its connections; null: unknown
 * @param threads of an instance that take connections at once; 0: unknown
 * @param perThread how many connections one of them holds at the same time, 1 or more
 * @param poolSize the size that the pool of an instance has at present; null: none yet
 */
public record PoolQuestion(
        double requestsPerSecond,
        Duration held,
        @Nullable Duration requestTime,
        double utilisation,
        int instances,
        @Nullable Integer cores,
        @Nullable ServerConnections server,
        int threads,
        int perThread,
        @Nullable Integer poolSize) {
    /**
     * Checks.
     *
     * @throws OperationsException with {@link ExitCode#USAGE} when several connections a thread are said without the threads
     */
    public PoolQuestion {
        if (perThread < 1 || threads < 0 || (perThread > 1 && threads == 0)) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "pool: expected the number of threads beside several connections for each, found " + threads
                            + " threads and " + perThread + " connections");
        }
    }

    /** {@return the same of a server whose connections are known} */
    public PoolQuestion with(ServerConnections known) {
        return new PoolQuestion(
                requestsPerSecond,
                held,
                requestTime,
                utilisation,
                instances,
                cores,
                known,
                threads,
                perThread,
                poolSize);
    }

    /** {@return the question of so many requests a second, each holding a connection for so long} Nothing else is known. */
    public static PoolQuestion of(double requestsPerSecond, Duration held) {
        return new PoolQuestion(requestsPerSecond, held, null, 0.7, 1, null, null, 0, 1, null);
    }
}
