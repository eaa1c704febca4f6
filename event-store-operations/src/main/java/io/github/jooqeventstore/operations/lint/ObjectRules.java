package io.github.jooqeventstore.operations.lint;

import static io.github.jooqeventstore.operations.lint.LintRule.DROP;
import static io.github.jooqeventstore.operations.lint.LintRule.RENAME;
import static io.github.jooqeventstore.operations.lint.LintRule.TABLE_REWRITE;

import java.util.List;
import java.util.Set;

/** Tables and other objects as a whole: dropped, emptied, renamed, written anew. */
final class ObjectRules {
    private static final Set<String> HOLDS_SOMETHING = Set.of("table", "schema", "sequence", "type", "domain", "view");

    private ObjectRules() {}

    static void check(SqlStatement statement, LintContext context, Findings findings) {
        List<Token> tokens = statement.tokens();
        var words = new Words(tokens);
        if (words.accept("drop")) {
            words.skip("materialized", "foreign");
            Token what = words.peek();
            if (what != null && HOLDS_SOMETHING.contains(what.value())) {
                words.accept(what.value());
                List<TableName> names = words.skipIfExists().names();
                if (!names.stream().allMatch(context::isNew)) {
                    findings.add(DROP, statement.toString());
                }
            }
        } else if (words.accept("truncate")) {
            if (!words.skip("table").names().stream().allMatch(context::isNew)) {
                findings.add(DROP, statement.toString());
            }
        } else if (statement.startsWith("alter")
                && !statement.startsWith("alter", "table")
                && !statement.startsWith("alter", "index")
                && Words.has(tokens, "rename")) {
            findings.add(RENAME, statement.toString());
        } else if (statement.startsWith("cluster")
                || (statement.startsWith("vacuum") && Words.has(tokens, "full"))
                || statement.startsWith("alter", "table", "all", "in")) {
            findings.add(TABLE_REWRITE, statement.toString());
        }
    }
}
