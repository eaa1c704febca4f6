package io.github.jooqeventstore.operations.lint;

import java.util.List;
import java.util.Set;

/** A column that a table in use is given: from its type on. */
final class AddedColumn {
    // What the server can work out once for all rows. Of another function we cannot know.
    private static final Set<String> CONSTANT = Set.of(
            "now",
            "transaction_timestamp",
            "statement_timestamp",
            "current_setting",
            "jsonb_build_object",
            "jsonb_build_array",
            "json_build_object",
            "to_jsonb",
            "make_interval",
            "make_date",
            "lower",
            "upper",
            "md5",
            "varchar",
            "char",
            "numeric",
            "decimal",
            "timestamp",
            "timestamptz",
            "interval",
            "bit",
            "array");
    private static final Set<String> COUNTED =
            Set.of("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8");

    private final TableName table;
    private final List<Token> definition;
    private final Findings findings;

    AddedColumn(TableName table, List<Token> definition, Findings findings) {
        this.table = table;
        this.definition = definition;
        this.findings = findings;
    }

    void check() {
        if (definition.isEmpty()) {
            return;
        }
        int constant = Words.find(definition, "default");
        int generated = Words.find(definition, "generated");
        if (COUNTED.contains(definition.getFirst().value())) {
            findings.add(LintRule.TABLE_REWRITE, "a column of " + table + " that counts");
        } else if (generated >= 0 && (Words.has(definition, "stored") || Words.has(definition, "identity"))) {
            findings.add(LintRule.TABLE_REWRITE, "a generated column of " + table);
        } else if (constant >= 0) {
            checkDefault(constant + 1);
        } else if (Words.has(definition, "not", "null")) {
            findings.add(LintRule.NOT_NULL, "a column of " + table + " that is not null and has no default");
        }
        if (Words.has(definition, "references")) {
            findings.add(LintRule.FOREIGN_KEY_NOT_VALID, "a foreign key of " + table);
        }
        if (Words.has(definition, "check")) {
            findings.add(LintRule.CHECK_NOT_VALID, "a check of " + table);
        }
        if (Words.has(definition, "unique") || Words.has(definition, "primary", "key")) {
            findings.add(LintRule.UNIQUE_USING_INDEX, "a constraint of " + table + " with an index");
        }
    }

    private void checkDefault(int from) {
        for (int i = from; i + 1 < definition.size(); i++) {
            Token token = definition.get(i);
            if (token.is("check") || token.is("references") || token.is("constraint")) {
                return;
            }
            if (token.isName() && definition.get(i + 1).is("(") && !CONSTANT.contains(token.value())) {
                findings.add(LintRule.TABLE_REWRITE, "a default of " + table + " that calls " + token.value());
            }
        }
    }
}
