package io.github.jooqeventstore.operations.migration;

import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.migration.SchemaFinding;
import io.github.jooqeventstore.operations.lint.IndexDefinition;
import io.github.jooqeventstore.operations.lint.MadeObjects;
import io.github.jooqeventstore.operations.migration.MigrationLine.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Compares the live schema with the indexes and columns that the operator's applied files make. Plain SQL: system catalogs. */
final class ValidateMade {
    private static final String TYPE = """
            select format_type(a.atttypid, a.atttypmod) as type
            from pg_attribute a
              join pg_class c on c.oid = a.attrelid
              join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = {0} and c.relname = {1} and a.attname = {2} and not a.attisdropped""";
    private static final String INVALID = """
            select i.relname as index, t.relname as table
            from pg_index x
              join pg_class i on i.oid = x.indexrelid
              join pg_class t on t.oid = x.indrelid
              join pg_namespace n on n.oid = t.relnamespace
            where n.nspname = {0} and not x.indisvalid order by i.relname""";

    private final MigrationSession session;
    private final MadeObjects made = new MadeObjects();

    ValidateMade(MigrationSession session, OperatorFiles files, OperatorHistory history) {
        this.session = session;
        List<Integer> applied = history.versions(Status.APPLIED);
        files.migrations().values().stream()
                .filter(file -> applied.contains(file.version()))
                .forEach(file -> made.read(file.script()));
    }

    List<SchemaFinding> run() {
        var findings = new ArrayList<SchemaFinding>();
        var indexes = session.indexes();
        Set<String> told = new HashSet<>();
        for (IndexDefinition index : made.indexes()) {
            String found = indexes.finding(index);
            if (found != null) {
                told.add(index.name());
                findings.add(new SchemaFinding("index " + index.name() + " on " + index.table(), wanted(index), found));
            }
        }
        for (MadeObjects.Column column : made.columns()) {
            SchemaFinding finding = compare(column);
            if (finding != null) {
                findings.add(finding);
            }
        }
        findings.addAll(invalid(told));
        return findings;
    }

    private static String wanted(IndexDefinition index) {
        return (index.unique() ? "unique " : "") + index.definition().replaceAll("\\s+", " ");
    }

    private @Nullable SchemaFinding compare(MadeObjects.Column column) {
        String wanted = typeAsKept(column.type());
        String found = session.dsl()
                .fetchOptional(
                        TYPE,
                        val(column.schema() == null ? session.schema() : column.schema()),
                        val(column.table()),
                        val(column.name()))
                .map(row -> row.get("type", String.class))
                .orElse("none");
        // Of the type, without its length: the server names it in another way than people write it.
        if (wanted == null || found.equals(wanted) || found.startsWith(wanted + "(")) {
            return null;
        }
        return new SchemaFinding("column " + column.table() + "." + column.name(), wanted, found);
    }

    private @Nullable String typeAsKept(String type) {
        try {
            return session.dsl()
                    .fetchSingle("select format_type(to_regtype({0}), null) as type", val(type))
                    .get("type", String.class);
        } catch (DataAccessException e) {
            // Not the name of a type alone: nothing to compare with.
            return null;
        }
    }

    // Of the store's own tables, SchemaMigrations has told the library's own.
    private List<SchemaFinding> invalid(Set<String> told) {
        return session.dsl().fetch(INVALID, val(session.schema())).stream()
                .filter(row -> !told.contains(row.get("index", String.class)))
                .map(row -> new SchemaFinding(
                        "index " + row.get("index") + " on " + row.get("table"),
                        "a valid index",
                        "an invalid one, whose build was interrupted"))
                .toList();
    }
}
