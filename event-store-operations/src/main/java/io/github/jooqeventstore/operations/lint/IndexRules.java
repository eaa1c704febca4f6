package io.github.jooqeventstore.operations.lint;

import static io.github.jooqeventstore.operations.lint.LintRule.INDEX_CONCURRENTLY;

/** Indexes of tables that are in use. */
final class IndexRules {
    private IndexRules() {}

    static void check(SqlStatement statement, LintContext context, Findings findings) {
        if (Words.has(statement.tokens(), "concurrently")) {
            return;
        }
        var words = new Words(statement.tokens());
        boolean drops = words.accept("drop", "index") || words.accept("reindex");
        if (drops || createsOnTableInUse(words, context)) {
            findings.add(INDEX_CONCURRENTLY, statement.toString());
        }
    }

    private static boolean createsOnTableInUse(Words words, LintContext context) {
        if (!words.accept("create")) {
            return false;
        }
        words.skip("unique");
        if (!words.accept("index")) {
            return false;
        }
        words.skipIfExists();
        if (!words.accept("on")) {
            words.name();
            words.accept("on");
        }
        TableName table = words.skip("only").name();
        return table == null || !context.isNew(table);
    }
}
