package io.github.jooqeventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Whether the tables in the database are those that this version of the library works with. */
final class SchemaCheck {

    /** The schema version that this version of the library was made for: the number of the last migration. */
    static final int VERSION = 2;

    private SchemaCheck() {}

    /** Takes the store's own row. */
    static @Nullable Void check(ResultSet store) throws SQLException {
        if (!store.next()) {
            throw new IncompatibleSchemaException(
                    "event store schema: expected the store's own row, found table store empty; migrate the database again");
        }
        int version = store.getInt(1);
        int compatibleFrom = store.getInt(2);
        if (version < VERSION) {
            throw new IncompatibleSchemaException("event store schema: expected version " + VERSION
                    + " or newer, found version " + version + "; migrate the database with SchemaMigrations");
        }
        if (compatibleFrom > VERSION) {
            throw new IncompatibleSchemaException("event store schema: expected one that programs made for version "
                    + VERSION + " can use, found version " + version + ", which needs programs made for version "
                    + compatibleFrom + " or newer; upgrade the library");
        }
        return null;
    }
}
