package io.github.jooqeventstore.operations.lint;

import java.util.List;
import java.util.Set;

/** What an {@code alter table} does, one action after the other. */
final class AlterTableRules {
    private static final Set<String> KEY_COLUMNS = Set.of("position", "stream_id", "version", "event_id");

    private final TableName table;
    private final List<List<Token>> actions;
    private final LintContext context;
    private final Findings findings;

    AlterTableRules(AlterTable alter, LintContext context, Findings findings) {
        this.table = alter.table();
        this.actions = alter.actions();
        this.context = context;
        this.findings = findings;
    }

    void check() {
        for (List<Token> action : actions) {
            if (!context.isNew(table)) {
                checkInUse(action);
            }
        }
    }

    /** What an action does to events or streams, which the table must be. */
    void checkHistory(List<Token> action) {
        var words = new Words(action);
        if (Words.has(action, "disable", "trigger") || Words.has(action, "enable", "replica", "trigger")) {
            findings.add(LintRule.GUARD, "a trigger of " + table + " switched off");
        } else if (Words.has(action, "row", "level", "security")) {
            findings.add(LintRule.GUARD, "events of " + table + " hidden from some");
        } else if (words.accept("set", "unlogged")) {
            findings.add(LintRule.DURABILITY, table + " unlogged");
        } else if (words.accept("set", "schema") || Words.at(action, 0, "rename", "to")) {
            findings.add(LintRule.HISTORY, table + " taken away");
        } else if (Words.has(action, "primary", "key")) {
            findings.add(LintRule.IDENTITY, "another primary key of " + table);
        } else if (words.accept("drop")) {
            checkDroppedColumn(words.skip("column").skipIfExists());
        } else if (words.accept("alter")) {
            checkKeyColumn(words.skip("column"), action);
        }
    }

    private void checkDroppedColumn(Words words) {
        TableName column = words.name();
        if (column != null && StoreColumns.has(table.name(), column.name())) {
            findings.add(LintRule.HISTORY, "drop of " + table + "." + column);
        }
    }

    private void checkKeyColumn(Words words, List<Token> action) {
        TableName column = words.name();
        boolean tunesOnly = Words.has(action, "set", "statistics") || Words.has(action, "set", "storage");
        if (column != null && KEY_COLUMNS.contains(column.name()) && !tunesOnly) {
            findings.add(LintRule.IDENTITY, "a change of " + table + "." + column);
        }
    }

    private void checkInUse(List<Token> action) {
        var words = new Words(action);
        if (words.accept("add")) {
            checkAdd(words, action);
        } else if (words.accept("alter")) {
            checkAlterColumn(words.skip("column"));
        } else if (words.accept("drop")) {
            checkDrop(words);
        } else if (words.accept("rename")) {
            findings.add(LintRule.RENAME, "rename of or in " + table);
        } else if (words.accept("validate", "constraint")) {
            TableName constraint = words.name();
            if (constraint != null && context.isNewConstraint(table, constraint.name())) {
                findings.add(LintRule.VALIDATE_APART, "constraint " + constraint + " added and validated in one file");
            }
        } else if (words.accept("set", "logged")
                || words.accept("set", "unlogged")
                || words.accept("set", "tablespace")
                || words.accept("set", "access", "method")) {
            findings.add(LintRule.TABLE_REWRITE, "all of " + table);
        }
    }

    private void checkAdd(Words words, List<Token> action) {
        if (words.accept("constraint")) {
            words.name();
        }
        boolean notValid = Words.has(action, "not", "valid");
        if (words.accept("foreign", "key")) {
            if (!notValid) {
                findings.add(LintRule.FOREIGN_KEY_NOT_VALID, "a foreign key of " + table);
            }
        } else if (words.accept("check")) {
            if (!notValid) {
                findings.add(LintRule.CHECK_NOT_VALID, "a check of " + table);
            }
        } else if (words.accept("unique") || words.accept("primary", "key") || words.accept("exclude")) {
            if (!Words.has(action, "using", "index")) {
                findings.add(LintRule.UNIQUE_USING_INDEX, "a constraint of " + table + " with an index");
            }
        } else if (words.accept("not", "null")) {
            if (!notValid) {
                findings.add(LintRule.NOT_NULL, "a column of " + table);
            }
        } else {
            words.skip("column").skipIfExists().name();
            new AddedColumn(table, action.subList(words.position(), action.size()), findings).check();
        }
    }

    private void checkAlterColumn(Words words) {
        TableName column = words.name();
        if (column == null) {
            return;
        }
        if (words.accept("type") || words.accept("set", "data", "type")) {
            findings.add(LintRule.TYPE_CHANGE, "another type of " + table + "." + column);
        } else if (words.accept("set", "not", "null") && !context.isKnownNotNull(table, column.name())) {
            findings.add(LintRule.NOT_NULL, "not null of " + table + "." + column);
        } else if (words.accept("set", "expression") || words.accept("add", "generated")) {
            findings.add(LintRule.TABLE_REWRITE, "a generated column, " + table + "." + column);
        }
    }

    private void checkDrop(Words words) {
        if (!words.accept("constraint")) {
            TableName column = words.skip("column").skipIfExists().name();
            findings.add(LintRule.DROP, "column " + table + "." + column);
        }
    }
}
