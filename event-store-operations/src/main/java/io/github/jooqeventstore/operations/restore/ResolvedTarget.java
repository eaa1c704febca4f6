package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.wal.StopPoint;

/**
 * Where a recovery begins and ends.
 *
 * @param base the backup it begins with
 * @param stop the last record it replays
 */
record ResolvedTarget(Backup base, StopPoint stop) {}
