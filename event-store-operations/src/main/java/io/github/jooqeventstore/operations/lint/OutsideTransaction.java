package io.github.jooqeventstore.operations.lint;

/** Statements that PostgreSQL refuses in a transaction. */
final class OutsideTransaction {
    private OutsideTransaction() {}

    static boolean needs(SqlStatement statement) {
        return isConcurrent(statement)
                || statement.startsWith("vacuum")
                || statement.startsWith("alter", "system")
                || statement.startsWith("create", "database")
                || statement.startsWith("drop", "database")
                || statement.startsWith("create", "tablespace")
                || statement.startsWith("drop", "tablespace");
    }

    // A materialized view may be refreshed concurrently in a transaction.
    private static boolean isConcurrent(SqlStatement statement) {
        return Words.has(statement.tokens(), "concurrently")
                && (statement.startsWith("create", "index")
                        || statement.startsWith("create", "unique", "index")
                        || statement.startsWith("drop", "index")
                        || statement.startsWith("reindex")
                        || Words.has(statement.tokens(), "detach", "partition"));
    }
}
