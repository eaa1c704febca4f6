package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.backup.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A table as the library's migrations make it, and what an application has added to it.
 *
 * <p>Definitions are SQL that the server itself has written, here or where the backup was taken: they are executed as they are,
 * just as {@code pg_restore} executes what is in a dump.
 *
 * @param schema where the table is made
 * @param shape as the migrations make it
 * @param columns that were added
 * @param constraints that were added
 * @param indexes that were added
 */
record OwnParts(
        String schema,
        TableShape shape,
        List<TableShape.Column> columns,
        List<TableShape.Part> constraints,
        List<TableShape.Part> indexes) {
    private static final String PRIMARY = "PRIMARY KEY";
    private static final String UNIQUE = "UNIQUE";
    private static final Pattern KEY = Pattern.compile("(?:" + PRIMARY + "|" + UNIQUE + ") (\\([^()]*\\))");

    /** What is live decides; what is only in the backup is made again, too. */
    static OwnParts of(
            DSLContext dsl, String schema, String table, @Nullable TableShape live, @Nullable TableShape old) {
        TableShape made = TableShape.read(dsl, schema, table)
                .orElseThrow(() -> new IllegalStateException("expected table " + table + " in schema " + schema));
        List<TableShape.Column> columns = new ArrayList<>();
        List<TableShape.Part> constraints = new ArrayList<>();
        List<TableShape.Part> indexes = new ArrayList<>();
        for (TableShape shape : sources(live, old)) {
            for (TableShape.Column column : shape.columns()) {
                if (!made.has(column.name())
                        && columns.stream().noneMatch(it -> it.name().equals(column.name()))) {
                    columns.add(column);
                }
            }
            add(constraints, shape.constraints(), made.constraints());
            add(indexes, shape.indexes(), made.indexes());
        }
        return new OwnParts(schema, made, columns, constraints, indexes);
    }

    private static List<TableShape> sources(@Nullable TableShape live, @Nullable TableShape old) {
        return java.util.stream.Stream.of(Optional.ofNullable(live), Optional.ofNullable(old))
                .flatMap(Optional::stream)
                .toList();
    }

    private static void add(List<TableShape.Part> to, List<TableShape.Part> from, List<TableShape.Part> made) {
        for (TableShape.Part part : from) {
            if (!named(made, part.name()) && !named(to, part.name())) {
                to.add(part);
            }
        }
    }

    private static boolean named(List<TableShape.Part> parts, String name) {
        return parts.stream().anyMatch(it -> it.name().equals(name));
    }

    private Name table() {
        return DSL.name(schema, shape.table());
    }

    void addColumns(DSLContext dsl) {
        for (TableShape.Column column : columns) {
            dsl.execute(
                    "alter table {0} add column {1} {2}",
                    table(), DSL.name(column.name()), DSL.sql(column.definition()));
        }
    }

    /** Rows are copied in faster where no index has to follow. */
    void dropIndexes(DSLContext dsl) {
        for (TableShape.Part key : keys()) {
            dsl.execute("alter table {0} drop constraint {1}", table(), DSL.name(key.name()));
        }
        for (TableShape.Part index : shape.indexes()) {
            dsl.execute("drop index {0}", DSL.name(schema, index.name()));
        }
    }

    private List<TableShape.Part> keys() {
        return shape.constraints().stream()
                .filter(it ->
                        it.definition().startsWith(PRIMARY) || it.definition().startsWith(UNIQUE))
                .toList();
    }

    /** What builds the indexes of the library and those of the application: each by itself, several at once. */
    List<Consumer<DSLContext>> builds() {
        List<Consumer<DSLContext>> builds = new ArrayList<>();
        for (TableShape.Part key : keys()) {
            if (columns(key) != null) {
                // As a constraint it would keep everybody else away from the table while it is built.
                builds.add(dsl -> dsl.execute(
                        "create unique index {0} on {1} {2}",
                        DSL.name(key.name()), table(), DSL.sql(String.valueOf(columns(key)))));
            }
        }
        shape.indexes().forEach(index -> builds.add(dsl -> make(dsl, index)));
        indexes.forEach(index -> builds.add(dsl -> make(dsl, index)));
        return builds;
    }

    /** Makes keys of the indexes that were built for them, and adds the constraints of the application. */
    void makeConstraints(DSLContext dsl) {
        for (TableShape.Part key : keys()) {
            if (columns(key) == null) {
                add(dsl, key);
            } else {
                boolean primary = key.definition().startsWith(PRIMARY);
                dsl.execute(
                        primary
                                ? "alter table {0} add constraint {1} primary key using index {1}"
                                : "alter table {0} add constraint {1} unique using index {1}",
                        table(),
                        DSL.name(key.name()));
            }
        }
        constraints.forEach(constraint -> add(dsl, constraint));
    }

    // The columns of a key that is one of columns and nothing else; null of any other.
    private static @Nullable String columns(TableShape.Part key) {
        Matcher matcher = KEY.matcher(key.definition());
        return matcher.matches() ? matcher.group(1) : null;
    }

    private void add(DSLContext dsl, TableShape.Part constraint) {
        dsl.execute(
                "alter table {0} add constraint {1} {2}",
                table(), DSL.name(constraint.name()), DSL.sql(constraint.definition()));
    }

    private void make(DSLContext dsl, TableShape.Part index) {
        String unique = "unique ";
        boolean isUnique = index.definition().startsWith(unique);
        dsl.execute(
                isUnique ? "create unique index {0} on {1} using {2}" : "create index {0} on {1} using {2}",
                DSL.name(index.name()),
                table(),
                DSL.sql(isUnique ? index.definition().substring(unique.length()) : index.definition()));
    }
}
