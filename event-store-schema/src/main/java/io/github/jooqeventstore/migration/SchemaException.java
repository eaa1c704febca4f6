package io.github.jooqeventstore.migration;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What kept the schema from being read or changed: each kind says what to do.
 *
 * <p>The message names subject, expectation and finding, and holds no password.
 */
public abstract sealed class SchemaException extends RuntimeException {
    private final @Nullable String sqlState;

    private SchemaException(
            String subject, String expectation, String found, String remedy, @Nullable String sqlState) {
        super(subject + ": expected " + expectation + ", found " + found + "; " + remedy);
        this.sqlState = sqlState;
    }

    /** {@return the SQLSTATE of the database's error; null when the database said nothing} */
    public @Nullable String sqlState() {
        return sqlState;
    }

    /** No connection, or it was lost on the way. Start the server or correct the address, then ask again. */
    public static final class Unreachable extends SchemaException {
        Unreachable(String subject, String expectation, String found, @Nullable String sqlState) {
            super(
                    subject,
                    expectation,
                    found,
                    "see that the server runs and the address is right, then ask again",
                    sqlState);
        }
    }

    /** The server answered and refused the login. Correct the user or the password. */
    public static final class LoginRefused extends SchemaException {
        LoginRefused(String subject, String found, String sqlState) {
            super(subject, "the login to be accepted", found, "correct the user or the password", sqlState);
        }
    }

    /** The user lacks a right, or the database is read-only. Take the owner of the schema on the primary server, or grant the right. */
    public static final class NotAllowed extends SchemaException {
        NotAllowed(String subject, String expectation, String found, @Nullable String sqlState) {
            super(
                    subject,
                    expectation,
                    found,
                    "grant the right, or take a user who has it, on a server that takes writes",
                    sqlState);
        }
    }

    /** Another instance is migrating the same schema. Ask again when it has finished, or be more patient. */
    public static final class Busy extends SchemaException {
        Busy(String subject, String expectation, String found) {
            super(subject, expectation, found, "ask again when it has finished, or wait longer", null);
        }
    }

    /**
     * The database refused a migration. What it says must be put right, mostly a table of that name that is already there;
     * the migration was rolled back and can be asked for again.
     */
    public static final class MigrationFailed extends SchemaException {
        private final String migration;

        MigrationFailed(String schema, String migration, String found, @Nullable String sqlState) {
            super(
                    "migration " + migration,
                    "to apply to schema " + schema,
                    found,
                    "put right what the database says, then migrate again",
                    sqlState);
            this.migration = migration;
        }

        /** {@return the file name of the migration} */
        public String migration() {
            return migration;
        }
    }

    /**
     * A migration was applied that is not the one of this library: it was edited, or it failed half-way. Restore the
     * original file, take the library that belongs to the schema, or restore the database.
     */
    public static final class HistoryDiffers extends SchemaException {
        private final List<SchemaFinding> findings;

        HistoryDiffers(String schema, List<SchemaFinding> findings) {
            super(
                    "history of schema " + schema,
                    "the migrations of this library",
                    findings.stream().map(SchemaFinding::toString).collect(Collectors.joining(" and ")),
                    "take the library that belongs to the schema: migrations are never edited",
                    null);
            this.findings = List.copyOf(findings);
        }

        /** {@return what differs, at least one} */
        public List<SchemaFinding> findings() {
            return findings;
        }
    }

    /** The database refused something else. The message says what. */
    public static final class StatementFailed extends SchemaException {
        StatementFailed(String subject, String expectation, String found, @Nullable String sqlState) {
            super(subject, expectation, found, "put right what the database says, then ask again", sqlState);
        }
    }
}
