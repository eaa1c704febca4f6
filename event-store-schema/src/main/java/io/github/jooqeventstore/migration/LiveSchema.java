package io.github.jooqeventstore.migration;

import java.sql.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The live schema, as the system catalogs describe it, beside the description of what the migrations make.
 *
 * <p>Both come from one query, {@code live-schema.sql}, which says the same of the same schema on every supported version of
 * PostgreSQL. What it returned for the migrations is kept in {@code expected-schema.txt}.
 */
final class LiveSchema {
    private static final String NOTHING = "none";

    /**
     * A line of a description.
     *
     * @param relation the table that the object belongs to, or the function itself
     * @param subject what it is
     * @param definition how it is made
     */
    record Line(String relation, String subject, String definition) {
        static Line parse(String text) {
            String[] parts = text.split("\t", -1);
            return new Line(parts[0], parts[1], parts[2]);
        }

        boolean isRelationItself() {
            return subject.equals("table " + relation) || subject.equals("function " + relation);
        }

        @Override
        public String toString() {
            return relation + "\t" + subject + "\t" + definition;
        }
    }

    private final List<Line> lines;

    private LiveSchema(List<Line> lines) {
        this.lines = lines;
    }

    static List<Line> expected() {
        return Resources.text("expected-schema.txt").lines().map(Line::parse).toList();
    }

    static LiveSchema read(StoreSession session) {
        var relations = new LinkedHashSet<String>();
        expected().forEach(line -> relations.add(line.relation()));
        return session.attempt("to read its tables from the system catalogs", () -> {
            Array names = session.connection().createArrayOf("text", relations.toArray());
            return new LiveSchema(session.query(
                    Resources.text("live-schema.sql"),
                    row -> new Line(row.getString(1), row.getString(2), row.getString(3)),
                    session.schema(),
                    names));
        });
    }

    List<Line> lines() {
        return lines;
    }

    /** {@return whether not one of the tables is there} */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    boolean has(String table) {
        return lines.stream().anyMatch(line -> line.subject().equals("table " + table));
    }

    /** {@return what is missing or other than expected} What is there besides is not ours to judge. */
    List<SchemaFinding> compare() {
        Map<String, String> definitions = new HashMap<>();
        lines.forEach(line -> definitions.put(line.subject(), line.definition()));
        var relations = new LinkedHashSet<String>();
        lines.stream().filter(Line::isRelationItself).forEach(line -> relations.add(line.relation()));
        var findings = new ArrayList<SchemaFinding>();
        for (Line expected : expected()) {
            if (!expected.isRelationItself() && !relations.contains(expected.relation())) {
                // The missing table is said once.
                continue;
            }
            String found = definitions.getOrDefault(expected.subject(), NOTHING);
            if (!found.equals(expected.definition())) {
                findings.add(new SchemaFinding(expected.subject(), expected.definition(), found));
            }
        }
        return findings;
    }
}
