package io.github.jooqeventstore.operations.migration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A migration, of the library or of the operator, and whether the schema has it.
 *
 * @param origin whose it is
 * @param version its number
 * @param description what it is about
 * @param status whether the schema has it
 * @param appliedAt when it was applied; null where that is not known
 * @param millis how long it took; null where that is not known
 */
public record MigrationLine(
        Origin origin,
        int version,
        String description,
        Status status,
        @Nullable Instant appliedAt,
        @Nullable Integer millis) {
    /** Whose a migration is. */
    public enum Origin {
        /** Of the library: makes the tables of the store. */
        LIBRARY,
        /** A file of the operator's. */
        OPERATOR
    }

    /** Whether a schema has a migration. */
    public enum Status {
        /** The schema lacks it. */
        PENDING,
        /** The schema has it. */
        APPLIED,
        /** Where the history begins. */
        BASELINE,
        /** The schema has it, and a newer library or another folder than this one brought it. */
        MISSING,
        /** The schema has it, but its file has another text now. */
        EDITED,
        /** It ran outside a transaction and did not come to its end: the next migrate runs it again. */
        FAILED,
        /** The schema lacks it, and has later ones. */
        SKIPPED
    }
}
