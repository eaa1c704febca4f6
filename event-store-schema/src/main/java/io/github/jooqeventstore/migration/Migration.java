package io.github.jooqeventstore.migration;

/**
 * A migration, of this library or of the schema's history.
 *
 * @param version its number
 * @param description what it is about
 * @param status whether the schema has it
 */
public record Migration(int version, String description, Status status) {
    /** Whether a schema has a migration. */
    public enum Status {
        /** The schema lacks it. */
        PENDING,
        /** The schema has it. */
        APPLIED,
        /** The schema has it, and this library does not know it: a newer one has migrated. */
        APPLIED_BY_A_NEWER_LIBRARY,
        /** It began outside a transaction and failed. */
        FAILED
    }
}
