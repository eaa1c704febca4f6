package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.lint.LintFinding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a migration would do.
 *
 * @param schema to which schema
 * @param files in the order in which they would be applied
 * @param findings what lint says of the operator's files
 */
public record DryRunReport(String schema, List<File> files, List<LintFinding> findings) {
    /** Copies. */
    public DryRunReport {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
    }

    /**
     * A file.
     *
     * @param name of the file
     * @param statements what it holds
     * @param notRun why it was not run; null where it was
     * @param failure why it cannot be applied; null where it can
     */
    public record File(
            String name,
            List<Statement> statements,
            @Nullable String notRun,
            @Nullable String failure) {
        /** Copies. */
        public File {
            statements = List.copyOf(statements);
        }
    }

    /**
     * A statement.
     *
     * @param line in its file, from 1 on
     * @param sql the statement
     * @param millis how long it took
     * @param locks that it took on tables that others use, as in {@code ACCESS EXCLUSIVE on events}
     * @param rewrites the tables and indexes that it wrote anew
     */
    public record Statement(int line, String sql, long millis, List<String> locks, List<String> rewrites) {
        /** Copies. */
        public Statement {
            locks = List.copyOf(locks);
            rewrites = List.copyOf(rewrites);
        }
    }

    /** {@return whether it can be applied as it is} */
    public boolean isFit() {
        return files.stream().allMatch(file -> file.failure() == null)
                && findings.stream().noneMatch(LintFinding::isError);
    }
}
