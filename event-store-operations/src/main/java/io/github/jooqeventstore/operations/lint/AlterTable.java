package io.github.jooqeventstore.operations.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement does to a table.
 *
 * @param table which
 * @param actions what stands between the commas
 */
record AlterTable(TableName table, List<List<Token>> actions) {
    static @Nullable AlterTable of(List<Token> statement) {
        var words = new Words(statement);
        if (!words.accept("alter", "table") || words.accept("all", "in")) {
            return null;
        }
        TableName table = words.skipIfExists().skip("only").name();
        words.skip("*");
        return table == null ? null : new AlterTable(table, words.parts());
    }
}
