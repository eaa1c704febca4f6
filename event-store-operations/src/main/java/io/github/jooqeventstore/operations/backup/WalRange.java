package io.github.jooqeventstore.operations.backup;

/**
 * The log that a {@link BackupKind#BASE} backup needs, and from where on it can be recovered.
 *
 * @param timeline the timeline that it was taken on
 * @param startLsn where recovery begins, such as {@code 0/2000028}
 * @param stopLsn where the files are consistent: no earlier point can be recovered from them
 */
public record WalRange(int timeline, String startLsn, String stopLsn) {}
