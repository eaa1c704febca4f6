package io.github.jooqeventstore.operations.lint;

import static io.github.jooqeventstore.operations.lint.LintRule.GUARD;
import static io.github.jooqeventstore.operations.lint.LintRule.HISTORY;
import static io.github.jooqeventstore.operations.lint.LintRule.IDENTITY;

import java.util.List;
import java.util.Set;

/** What would touch history, also in the body of a function or of a {@code do}. */
final class HistoryRules {
    private static final Set<String> TRIGGERS = Set.of("events_are_never_changed", "streams_are_never_removed");
    private static final String TRIGGER_FUNCTION = "refuse_change_of_history";
    private static final String SEQUENCE = "events_position_seq";
    private static final Set<String> KEYS =
            Set.of("events_pk", "events_position_is_unique", "events_event_id_is_unique", "streams_pk");

    private HistoryRules() {}

    static void check(List<Token> tokens, SqlStatement statement, LintContext context, Findings findings) {
        SettingRules.check(tokens, findings);
        for (int i = 0; i < tokens.size(); i++) {
            checkAt(tokens, i, context, findings);
        }
        boolean runsText = statement.startsWith("do") || isRoutine(statement);
        if (runsText) {
            for (int i = 0; i < tokens.size(); i++) {
                if (tokens.get(i).isText() && isRun(tokens, i)) {
                    checkText(tokens.get(i), statement, context, findings);
                }
            }
        }
    }

    private static boolean isRoutine(SqlStatement statement) {
        var words = new Words(statement.tokens());
        return words.accept("create") && (words.skip("or", "replace").accept("function") || words.accept("procedure"));
    }

    // The body itself; and in it what execute is given, by itself or through format.
    private static boolean isRun(List<Token> tokens, int i) {
        return tokens.get(i).kind() == Token.Kind.BODY
                || Words.at(tokens, i - 1, "as")
                || Words.at(tokens, i - 1, "do")
                || Words.at(tokens, i - 1, "execute")
                || Words.at(tokens, i - 3, "execute", "format", "(");
    }

    private static void checkText(Token text, SqlStatement statement, LintContext context, Findings findings) {
        try {
            check(SqlLexer.tokens(text.value(), text.line()), statement, context, findings);
        } catch (SqlSyntaxException e) {
            // Text in another language, or a piece of a statement: it has no tokens that could be told.
            return;
        }
    }

    private static void checkAt(List<Token> tokens, int i, LintContext context, Findings findings) {
        var words = new Words(tokens, i);
        String store = context.schema();
        if (words.accept("delete", "from")
                || words.accept("merge", "into")
                || words.accept("insert", "into")
                || words.accept("update")
                || words.accept("copy")) {
            TableName table = words.skip("only").name();
            boolean copiesOut = Words.at(tokens, i, "copy") && !Words.has(tokens, "from");
            if (table != null && table.isHistory(store) && !copiesOut) {
                findings.add(HISTORY, tokens.get(i).value() + " of " + table);
            }
        } else if (words.accept("truncate") || words.accept("drop", "table")) {
            words.skip("table").skipIfExists().names().stream()
                    .filter(table -> table.isHistory(store))
                    .forEach(table -> findings.add(HISTORY, tokens.get(i).value() + " of " + table));
        } else if (words.accept("drop", "schema")) {
            words.skipIfExists().names().stream()
                    .filter(schema -> schema.name().equals(store))
                    .forEach(schema -> findings.add(HISTORY, "drop of schema " + schema));
        } else if (words.accept("alter", "table")) {
            checkAlterTable(tokens.subList(i, tokens.size()), context, findings);
        } else if (words.accept("grant")) {
            checkGrant(tokens.subList(i, tokens.size()), store, findings);
        } else {
            checkGuards(tokens, i, store, findings);
        }
    }

    // In a body, one statement follows another.
    private static void checkAlterTable(List<Token> tokens, LintContext context, Findings findings) {
        int end = Words.find(tokens, ";");
        AlterTable alter = AlterTable.of(end < 0 ? tokens : tokens.subList(0, end));
        if (alter != null && alter.table().isHistory(context.schema())) {
            alter.actions().forEach(new AlterTableRules(alter, context, findings)::checkHistory);
        }
    }

    // The store's own roles may change the version of a stream, and nothing else.
    private static void checkGrant(List<Token> grant, String store, Findings findings) {
        int on = Words.find(grant, "on");
        if (on < 0) {
            return;
        }
        List<TableName> tables = new Words(grant, on + 1).skip("table").names();
        List<Token> rights = grant.subList(0, on);
        for (TableName table : tables) {
            boolean changes = Words.has(rights, "delete")
                    || Words.has(rights, "truncate")
                    || Words.has(rights, "all")
                    || (Words.has(rights, "update") && !table.name().equals("streams"));
            if (table.isHistory(store) && changes) {
                findings.add(HISTORY, "a right to change " + table);
            }
        }
    }

    private static void checkGuards(List<Token> tokens, int i, String store, Findings findings) {
        Token token = tokens.get(i);
        var before = tokens.subList(0, i);
        boolean changes = Words.has(before, "drop") || Words.has(before, "alter") || Words.has(before, "replace");
        if ((token.value().equals(TRIGGER_FUNCTION) || TRIGGERS.contains(token.value()))
                && (changes || Words.has(before, "function"))) {
            findings.add(GUARD, "a change of " + token.value());
        } else if (KEYS.contains(token.value()) && changes) {
            findings.add(IDENTITY, "a change of " + token.value());
        } else if (token.value().contains(SEQUENCE)) {
            findings.add(IDENTITY, "the positions of events, " + SEQUENCE);
        } else if (Words.at(tokens, 0, "create") && token.is("rule")) {
            var words = new Words(tokens, Math.max(i, Words.find(tokens, "to")) + 1);
            TableName table = words.name();
            if (table != null && table.isHistory(store)) {
                findings.add(GUARD, "a rule on " + table);
            }
        }
    }
}
