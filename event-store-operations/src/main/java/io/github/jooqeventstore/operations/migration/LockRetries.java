package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Tries again what did not get its locks in time.
 *
 * <p>Whoever comes after a statement that waits for a lock waits behind it. So it waits only so long, gives way to all of
 * them, and comes back.
 */
final class LockRetries {
    // Not available in time; a deadlock.
    private static final Set<String> LOCKED = Set.of("55P03", "40P01");
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final MigrationSession session;
    private final MigrationOptions options;
    private int retries;

    LockRetries(MigrationSession session, MigrationOptions options) {
        this.session = session;
        this.options = options;
    }

    int retries() {
        return retries;
    }

    /**
     * {@return what an attempt returns}
     *
     * @throws OperationsException with {@link ExitCode#LOCKED} when none gets its locks
     */
    <T> T run(Supplier<T> attempt) {
        for (int failed = 1; ; failed++) {
            try {
                return attempt.get();
            } catch (RuntimeException e) {
                SQLException refusal = StatementFailure.in(e);
                if (refusal == null || !isLocked(refusal)) {
                    throw e;
                }
                if (failed >= options.attempts()) {
                    throw locked(refusal, e);
                }
                retries++;
                Pause.of(pause(failed));
            }
        }
    }

    static boolean isLocked(SQLException refusal) {
        return LOCKED.contains(String.valueOf(refusal.getSQLState()));
    }

    // Not at the same rhythm as others who try again.
    private static long pause(int failed) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failed, 10));
        return most / 2 + ThreadLocalRandom.current().nextLong(most);
    }

    private OperationsException locked(SQLException refusal, RuntimeException cause) {
        return new OperationsException(
                ExitCode.LOCKED,
                "schema " + session.schema() + ": expected its locks within "
                        + options.lockTimeout().toMillis() + " ms in one of " + options.attempts() + " attempts, found "
                        + LockHolders.of(session) + " in the way ("
                        + String.valueOf(refusal.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("")
                        + "); end those transactions or come back at a quieter hour: trying again is safe",
                cause);
    }
}
