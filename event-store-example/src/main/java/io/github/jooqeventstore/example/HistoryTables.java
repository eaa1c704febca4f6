package io.github.jooqeventstore.example;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.BLOB;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.TIMESTAMPWITHTIMEZONE;

import java.time.OffsetDateTime;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * The example's own tables for jOOQ, as {@code git-history/migration} makes them.
 *
 * <p>Written by hand, as there are few of them. An application has {@code event-store-codegen} generate them from its own
 * migrations.
 */
final class HistoryTables {

    static final String SCHEMA = "git_history";

    /** The repositories whose history is imported. */
    static final class Repositories {
        static final Table<Record> TABLE = table(name(SCHEMA, "repositories"));
        static final Field<Integer> REPOSITORY_ID = column("repositories", "repository_id", INTEGER);
        static final Field<Long> COMMITS = column("repositories", "commits", BIGINT);
        static final Field<String> HOME = column("repositories", "home", CLOB);

        private Repositories() {}
    }

    /** The commits that are imported. */
    static final class Commits {
        static final Table<Record> TABLE = table(name(SCHEMA, "commits"));
        static final Field<Integer> REPOSITORY_ID = column("commits", "repository_id", INTEGER);
        static final Field<byte[]> COMMIT_ID = column("commits", "commit_id", BLOB);

        private Commits() {}
    }

    /** Who wrote the commits. */
    static final class Authors {
        static final Table<Record> TABLE = table(name(SCHEMA, "authors"));
        static final Field<Integer> REPOSITORY_ID = column("authors", "repository_id", INTEGER);
        static final Field<String> AUTHOR_ID = column("authors", "author_id", CLOB);
        static final Field<String> NAME = column("authors", "name", CLOB);
        static final Field<Long> COMMITS = column("authors", "commits", BIGINT);
        static final Field<OffsetDateTime> FIRST_COMMIT_AT =
                column("authors", "first_commit_at", TIMESTAMPWITHTIMEZONE);
        static final Field<OffsetDateTime> LAST_COMMIT_AT = column("authors", "last_commit_at", TIMESTAMPWITHTIMEZONE);

        private Authors() {}
    }

    /** What happened to the files of each directory. */
    static final class Churn {
        static final Table<Record> TABLE = table(name(SCHEMA, "churn"));
        static final Field<Integer> REPOSITORY_ID = column("churn", "repository_id", INTEGER);
        static final Field<String> DIRECTORY = column("churn", "directory", CLOB);
        static final Field<Long> CAME = column("churn", "came", BIGINT);
        static final Field<Long> CHANGED = column("churn", "changed", BIGINT);
        static final Field<Long> GONE = column("churn", "gone", BIGINT);

        private Churn() {}
    }

    private HistoryTables() {}

    private static <T> Field<T> column(String table, String column, DataType<T> type) {
        return field(name(SCHEMA, table, column), type);
    }
}
