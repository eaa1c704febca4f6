package io.github.jooqeventstore.operations.replica;

import io.github.jooqeventstore.operations.wal.Lsn;
import org.jspecify.annotations.Nullable;

/**
 * A standby, or a receiver of the log, as its primary sees it.
 *
 * @param name its {@code application_name}
 * @param address where it connects from; null from the same machine
 * @param state {@code streaming} when all is well, {@code catchup} while it is behind from its start
 * @param syncState {@code sync} or {@code quorum} where commits wait for it, {@code potential} or {@code async} where they do not
 * @param replayed up to where it has replayed the log; null of a receiver, which replays nothing
 * @param bytesBehind what it has not replayed, of a receiver what it has not brought to its disk
 * @param secondsBehind for how long that has waited: 0 where nothing is left, null where nothing was measured yet
 */
public record ConnectedStandby(
        String name,
        @Nullable String address,
        String state,
        String syncState,
        @Nullable Lsn replayed,
        long bytesBehind,
        @Nullable Double secondsBehind) {}
