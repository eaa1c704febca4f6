package io.github.jooqeventstore.operations.lint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the statements before have made. */
final class LintContext {
    private final String schema;
    // Of each constraint that says so: the table and column that are not null.
    private final Map<String, String> notNullChecks = new HashMap<>();
    private final Set<String> validatedNotNull = new HashSet<>();
    private final Set<String> newTables = new HashSet<>();
    private final Set<String> newConstraints = new HashSet<>();
    private boolean transactional;
    private int statements;

    LintContext(String schema) {
        this.schema = schema;
    }

    /** Of a file. */
    void begin(SqlScript script) {
        newTables.clear();
        newConstraints.clear();
        transactional = script.transactional();
        statements = script.statements().size();
    }

    String schema() {
        return schema;
    }

    boolean isTransactional() {
        return transactional;
    }

    boolean isAlone() {
        return statements == 1;
    }

    /** {@return whether the file itself creates the table: then nobody uses it and nothing is in it} */
    boolean isNew(TableName table) {
        return newTables.contains(table.name());
    }

    /** {@return whether the file itself has added the constraint} */
    boolean isNewConstraint(TableName table, String constraint) {
        return newConstraints.contains(table.name() + "." + constraint);
    }

    /** {@return whether an earlier file has proved that the column holds no null} */
    boolean isKnownNotNull(TableName table, String column) {
        return validatedNotNull.contains(table.name() + "." + column);
    }

    void note(SqlStatement statement, @Nullable AlterTable alter) {
        TableName created = created(statement);
        if (created != null) {
            newTables.add(created.name());
        }
        if (alter != null) {
            alter.actions().forEach(action -> note(alter.table(), action));
        }
    }

    private static @Nullable TableName created(SqlStatement statement) {
        var words = new Words(statement.tokens());
        if (!words.accept("create")) {
            return null;
        }
        words.skip("global", "local", "temporary", "temp", "unlogged");
        boolean isTable = words.accept("table") || words.accept("materialized", "view");
        return isTable ? words.skipIfExists().name() : null;
    }

    private void note(TableName table, List<Token> action) {
        var words = new Words(action);
        TableName name;
        if (words.accept("add", "constraint")) {
            name = words.name();
            if (name != null) {
                newConstraints.add(table.name() + "." + name.name());
                String column = checkedColumn(words);
                if (column != null) {
                    notNullChecks.put(table.name() + "." + name.name(), table.name() + "." + column);
                }
            }
        } else if (words.accept("validate", "constraint")) {
            name = words.name();
            String column = name == null ? null : notNullChecks.get(table.name() + "." + name.name());
            if (column != null) {
                validatedNotNull.add(column);
            }
        }
    }

    private static @Nullable String checkedColumn(Words words) {
        if (!words.accept("check", "(")) {
            return null;
        }
        TableName column = words.skip("(").name();
        return column != null && words.accept("is", "not", "null") ? column.name() : null;
    }
}
