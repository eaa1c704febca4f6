package io.github.jooqeventstore.testing;

import static io.github.jooqeventstore.testing.TortureTables.CHECKPOINTS;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jooq.DSLContext;

/** Waits until every reader has its checkpoint: who begins when all is over cannot miss anything. */
final class Beginning {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BETWEEN = Duration.ofMillis(50);

    private Beginning() {}

    static void wait(Address address, List<ReaderKind> kinds) throws SQLException {
        int readers =
                kinds.stream().mapToInt(kind -> Readers.names(kind).size()).sum();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = address.connect(Address.Role.MANAGER)) {
            DSLContext dsl = address.dsl(connection);
            while (dsl.fetchCount(CHECKPOINTS) < readers) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("readers: expected " + readers + " to begin within " + PATIENCE
                            + ", found " + dsl.fetchCount(CHECKPOINTS));
                }
                Pauses.passing(BETWEEN, () -> true);
            }
        }
    }
}
