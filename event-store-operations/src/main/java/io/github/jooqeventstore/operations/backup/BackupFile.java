package io.github.jooqeventstore.operations.backup;

/**
 * One file of a backup.
 *
 * @param path where it is below the backup's folder, with slashes
 * @param size in bytes
 * @param sha256 of its content, 64 lower-case hexadecimal digits
 */
public record BackupFile(String path, long size, String sha256) {}
