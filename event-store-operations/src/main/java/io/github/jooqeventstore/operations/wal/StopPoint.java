package io.github.jooqeventstore.operations.wal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last record that a recovery replays.
 *
 * @param timeline the timeline it follows
 * @param record where the record begins: PostgreSQL's {@code recovery_target_lsn}
 * @param end where it ends: what the server tells as replayed when it has come there
 * @param lastCommit when the last transaction up to there was committed; null where none was since the beginning of the search
 */
public record StopPoint(
        int timeline, Lsn record, Lsn end, @Nullable Instant lastCommit) {}
