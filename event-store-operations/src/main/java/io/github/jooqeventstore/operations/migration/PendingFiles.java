package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.lint.Lint;
import io.github.jooqeventstore.operations.lint.LintFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files that are to be applied, and what is found in them.
 *
 * @param files by version
 * @param findings errors and warnings
 */
record PendingFiles(List<OperatorFile> files, List<LintFinding> findings) {
    private static final int SHOWN = 3;

    static PendingFiles of(MigrationSession session, OperatorFiles files, List<Integer> versions) {
        Lint lint = Lint.ofSchema(session.schema());
        var pending = new ArrayList<OperatorFile>();
        var findings = new ArrayList<LintFinding>();
        // The applied ones, too: what they have prepared is allowed to those that follow.
        for (OperatorFile file : files.migrations().values()) {
            List<LintFinding> found = lint.read(file.script());
            if (versions.contains(file.version())) {
                pending.add(file);
                findings.addAll(found);
            }
        }
        return new PendingFiles(pending, findings);
    }

    /** Throws when a file is not fit to run. */
    void requireFit() {
        List<LintFinding> errors =
                findings.stream().filter(LintFinding::isError).toList();
        if (!errors.isEmpty()) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "migrations: expected files that lint accepts, found "
                            + errors.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(", "))
                            + (errors.size() > SHOWN ? " and " + (errors.size() - SHOWN) + " more" : "")
                            + "; nothing was done: see event-store migrate lint");
        }
    }

    List<LintFinding> warnings() {
        return findings.stream().filter(finding -> !finding.isError()).toList();
    }
}
