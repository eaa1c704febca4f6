package io.github.jooqeventstore.operations.backup;

/**
 * The backup that an incremental one goes on from.
 *
 * @param id its id
 * @param digest the digest of its manifest, which holds those of its files and that of its own parent: a chain
 */
public record ParentBackup(String id, String digest) {}
