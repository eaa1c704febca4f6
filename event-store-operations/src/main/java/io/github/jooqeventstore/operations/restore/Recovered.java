package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.wal.Lsn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recovery that waits to be accepted, or to be moved on.
 *
 * @param target what was asked for
 * @param base the id of the base backup
 * @param timeline the timeline it follows
 * @param reached the place in the log up to which all is replayed
 * @param lastCommit when the last transaction of it was committed; null where none was since the base backup
 * @param port where the server listens, on this machine alone; it can be read
 * @param headPosition the position of the last event
 * @param events how many there are
 * @param comparedWith what tells which positions belong to transactions that were committed later: the living server, or
 *     a recovery of the whole archive; null where there was neither
 * @param absent positions at or below the one asked for, else below the head, of events that were committed after the target
 * @param present positions above the one asked for whose events were committed before it
 */
public record Recovered(
        String target,
        String base,
        int timeline,
        Lsn reached,
        @Nullable Instant lastCommit,
        int port,
        long headPosition,
        long events,
        @Nullable String comparedWith,
        List<Span> absent,
        List<Span> present) {
    /** Copies. */
    public Recovered {
        absent = List.copyOf(absent);
        present = List.copyOf(present);
    }
}
