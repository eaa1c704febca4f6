package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.lint.LintFinding;
import java.util.List;

/**
 * What a migration has done.
 *
 * @param schema which schema
 * @param versionBefore the version of the library's tables before; 0 when there were none
 * @param version the version of the library's tables now
 * @param library the library's migrations that were applied, by file name
 * @param operator the operator's files that were applied, by file name
 * @param retries how often a lock was not to be had, and tried for again
 * @param warnings what is worth knowing about the applied files
 */
public record MigrationReport(
        String schema,
        int versionBefore,
        int version,
        List<String> library,
        List<String> operator,
        int retries,
        List<LintFinding> warnings) {
    /** Copies. */
    public MigrationReport {
        library = List.copyOf(library);
        operator = List.copyOf(operator);
        warnings = List.copyOf(warnings);
    }
}
