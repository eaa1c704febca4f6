package io.github.jooqeventstore.operations.backup;

/**
 * The events of an {@link BackupKind#EVENTS} backup.
 *
 * @param after the position behind which they begin: 0, or where the parent ends
 * @param through the position up to which the order was final: no event can appear at or below it any more
 */
public record PositionRange(long after, long through) {}
