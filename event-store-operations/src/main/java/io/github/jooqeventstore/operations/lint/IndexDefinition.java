package io.github.jooqeventstore.operations.lint;

import org.jspecify.annotations.Nullable;

/**
 * An index that a statement creates.
 *
 * @param name of the index
 * @param schema of its table and of itself; null where it is not said: then the store's
 * @param table of its table
 * @param unique whether it is a unique one
 * @param concurrently whether it is built beside writers
 * @param definition what follows the table's name: method, columns, predicate
 */
public record IndexDefinition(
        String name, @Nullable String schema, String table, boolean unique, boolean concurrently, String definition) {

    /** {@return the index, or null where the statement creates none, or does not name it} */
    static @Nullable IndexDefinition of(SqlStatement statement) {
        var words = new Words(statement.tokens());
        if (!words.accept("create")) {
            return null;
        }
        boolean unique = words.accept("unique");
        if (!words.accept("index")) {
            return null;
        }
        boolean concurrently = words.accept("concurrently");
        TableName name = words.skipIfExists().name();
        if (name == null || !words.accept("on")) {
            return null;
        }
        TableName table = words.skip("only").name();
        Token rest = words.peek();
        if (table == null || rest == null) {
            return null;
        }
        int offset = rest.begin() - statement.tokens().getFirst().begin();
        return new IndexDefinition(
                name.name(),
                table.schema(),
                table.name(),
                unique,
                concurrently,
                statement.text().substring(offset));
    }
}
