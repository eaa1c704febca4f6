package io.github.jooqeventstore.operations.lint;

import static io.github.jooqeventstore.operations.lint.LintRule.IF_NOT_EXISTS;
import static io.github.jooqeventstore.operations.lint.LintRule.OUTSIDE_TRANSACTION;
import static io.github.jooqeventstore.operations.lint.LintRule.READABLE;
import static io.github.jooqeventstore.operations.lint.LintRule.TRANSACTION_CONTROL;

import java.util.Set;

/** Rules about files as a whole, and about what makes a migration. */
final class FileRules {
    private static final Set<String> CONTROL =
            Set.of("begin", "commit", "rollback", "abort", "end", "savepoint", "release");

    private FileRules() {}

    static void check(SqlStatement statement, LintContext context, Findings findings) {
        boolean outside = statement.refusesTransaction();
        if (outside && context.isTransactional()) {
            findings.add(OUTSIDE_TRANSACTION, statement + " in a file that runs in a transaction");
        } else if (!context.isTransactional() && !context.isAlone()) {
            findings.add(OUTSIDE_TRANSACTION, "several statements in a file that runs without a transaction");
        } else if (!context.isTransactional() && !outside) {
            findings.add(
                    OUTSIDE_TRANSACTION, "a statement that may run in a transaction, and without one is not undone");
        }
        Token first = statement.tokens().getFirst();
        if ((first.kind() == Token.Kind.WORD && CONTROL.contains(first.value()))
                || statement.startsWith("start", "transaction")) {
            findings.add(TRANSACTION_CONTROL, statement.toString());
        }
        if (first.is("\\") || (statement.startsWith("copy") && Words.has(statement.tokens(), "from", "stdin"))) {
            findings.add(READABLE, statement.toString());
        }
        if (Words.has(statement.tokens(), "if", "not", "exists")) {
            findings.add(IF_NOT_EXISTS, statement.toString());
        }
    }
}
