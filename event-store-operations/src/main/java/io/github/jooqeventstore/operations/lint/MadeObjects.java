package io.github.jooqeventstore.operations.lint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The indexes and columns that scripts, read in their order, make and leave. */
public final class MadeObjects {
    private static final Set<String> BEHIND_A_TYPE = Set.of(
            "default", "not", "null", "check", "constraint", "primary", "unique", "references", "collate", "generated");

    private static final Set<String> BEGINS_A_CONSTRAINT =
            Set.of("constraint", "check", "primary", "unique", "foreign", "exclude", "not");

    private final Map<String, IndexDefinition> indexes = new LinkedHashMap<>();
    private final Map<String, Column> columns = new LinkedHashMap<>();

    /** Nothing is made yet. */
    public MadeObjects() {
        // Scripts come by read.
    }

    /**
     * A column that a table was given.
     *
     * @param schema of the table; null where it is not said
     * @param table its table
     * @param name of the column
     * @param type as it is written
     */
    public record Column(@Nullable String schema, String table, String name, String type) {}

    /** Reads the next script. */
    public void read(SqlScript script) {
        for (SqlStatement statement : script.statements()) {
            IndexDefinition index = statement.index();
            if (index != null) {
                indexes.put(index.name(), index);
            }
            readDropped(statement);
            AlterTable alter = AlterTable.of(statement.tokens());
            if (alter != null) {
                alter.actions().forEach(action -> read(alter.table(), action, statement));
            }
        }
    }

    /** {@return the indexes that should be there} */
    public List<IndexDefinition> indexes() {
        return List.copyOf(indexes.values());
    }

    /** {@return the columns that should be there} */
    public List<Column> columns() {
        return List.copyOf(columns.values());
    }

    private void readDropped(SqlStatement statement) {
        var words = new Words(statement.tokens());
        if (words.accept("drop", "index")) {
            words.skip("concurrently").skipIfExists().names().forEach(name -> indexes.remove(name.name()));
        } else if (words.accept("drop", "table")) {
            for (TableName table : words.skipIfExists().names()) {
                indexes.values().removeIf(index -> index.table().equals(table.name()));
                columns.values().removeIf(column -> column.table().equals(table.name()));
            }
        } else if (words.accept("alter", "index")) {
            TableName name = words.skipIfExists().name();
            if (name != null && words.accept("rename")) {
                indexes.remove(name.name());
            }
        }
    }

    private void read(TableName table, List<Token> action, SqlStatement statement) {
        var words = new Words(action);
        if (Words.has(action, "using", "index")) {
            // The index becomes the constraint's, and may take its name.
            TableName index = new Words(action, Words.find(action, "using", "index") + 2).name();
            if (index != null) {
                indexes.remove(index.name());
            }
        } else if (words.accept("add")) {
            readAdded(table, words, action, statement);
        } else if (words.accept("drop") || words.accept("rename") || words.accept("alter")) {
            TableName name = words.skip("column").skipIfExists().name();
            boolean changes = Words.at(action, 0, "drop") || Words.at(action, 0, "rename") || Words.has(action, "type");
            if (name != null && changes) {
                columns.remove(table.name() + "." + name.name());
            }
        }
    }

    private void readAdded(TableName table, Words words, List<Token> action, SqlStatement statement) {
        TableName name = words.skip("column").skipIfExists().name();
        if (name == null || BEGINS_A_CONSTRAINT.contains(name.name())) {
            return;
        }
        var type = new ArrayList<Token>();
        for (Token token : action.subList(words.position(), action.size())) {
            if (BEHIND_A_TYPE.contains(token.value())) {
                break;
            }
            type.add(token);
        }
        if (!type.isEmpty()) {
            int begin = statement.tokens().getFirst().begin();
            String text = statement
                    .text()
                    .substring(type.getFirst().begin() - begin, type.getLast().end() - begin);
            columns.put(table.name() + "." + name.name(), new Column(table.schema(), table.name(), name.name(), text));
        }
    }
}
