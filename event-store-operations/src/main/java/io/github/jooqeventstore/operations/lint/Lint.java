package io.github.jooqeventstore.operations.lint;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads migrations in the order in which they run, and tells what would lock a large table, break programs that run, or touch
 * history.
 *
 * <p>Speaks to no database. A statement is allowed what a comment before it names: {@code -- event-store:allow RULE reason}.
 */
public final class Lint {
    private final LintContext context;

    private Lint(LintContext context) {
        this.context = context;
    }

    /** {@return a reader that has read nothing yet} Names without a schema, and with this one, are the store's. */
    public static Lint ofSchema(String schema) {
        return new Lint(new LintContext(schema));
    }

    /**
     * {@return what is found in the file} What earlier files of this reader have prepared is known.
     *
     * @throws OperationsException when the file cannot be read
     */
    public List<LintFinding> read(Path file) {
        try {
            return read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new OperationsException(ExitCode.USAGE, "file " + file + ": expected to read it, found " + e, e);
        }
    }

    /** {@return what is found in the text} */
    public List<LintFinding> read(String file, String text) {
        try {
            return read(SqlScript.parse(file, text));
        } catch (SqlSyntaxException e) {
            return List.of(new LintFinding(file, e.line(), LintRule.READABLE, "an end that is missing"));
        }
    }

    /** {@return what is found in the script} */
    public List<LintFinding> read(SqlScript script) {
        context.begin(script);
        if (script.statements().isEmpty()) {
            return List.of(new LintFinding(script.file(), 1, LintRule.EMPTY, "no statement"));
        }
        var findings = new ArrayList<LintFinding>();
        for (SqlStatement statement : script.statements()) {
            var found = new Findings(script.file(), statement);
            check(statement, found);
            findings.addAll(found.notAllowed());
        }
        return List.copyOf(findings);
    }

    /**
     * {@return what keeps a script from being used to undo another} Beside what is found otherwise: whatever touches history or
     * drops a column of events or streams, also where a comment allows it.
     */
    public List<LintFinding> readUndo(SqlScript script) {
        var refusals = new ArrayList<LintFinding>(read(script));
        for (SqlStatement statement : script.statements()) {
            var all = new Findings(script.file(), statement);
            check(statement, all);
            AlterTable alter = AlterTable.of(statement.tokens());
            all.all().stream()
                    .filter(finding -> finding.rule().protectsHistory() || isDropOfEventData(finding, alter))
                    .filter(finding -> !refusals.contains(finding))
                    .forEach(refusals::add);
        }
        return List.copyOf(refusals);
    }

    private boolean isDropOfEventData(LintFinding finding, @Nullable AlterTable alter) {
        return finding.rule() == LintRule.DROP && alter != null && alter.table().isHistory(context.schema());
    }

    private void check(SqlStatement statement, Findings findings) {
        FileRules.check(statement, context, findings);
        HistoryRules.check(statement.tokens(), statement, context, findings);
        IndexRules.check(statement, context, findings);
        ObjectRules.check(statement, context, findings);
        AlterTable alter = AlterTable.of(statement.tokens());
        if (alter != null) {
            new AlterTableRules(alter, context, findings).check();
        }
        context.note(statement, alter);
    }
}
