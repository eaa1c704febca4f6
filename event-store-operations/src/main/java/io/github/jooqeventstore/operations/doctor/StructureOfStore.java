package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.migration.SchemaFinding;
import io.github.jooqeventstore.migration.SchemaMigrations;
import java.util.List;
import java.util.stream.Collectors;

/** Whether tables, keys, indexes and triggers are what the migrations make. */
record StructureOfStore() implements Check {
    @Override
    public String name() {
        return "structure";
    }

    @Override
    public void look(Examination examination) {
        List<SchemaFinding> findings = SchemaMigrations.of(examination.target().dataSource())
                .schema(examination.schema())
                .validate();
        List<SchemaFinding> indexes =
                findings.stream().filter(StructureOfStore::isIndex).toList();
        List<SchemaFinding> others =
                findings.stream().filter(finding -> !isIndex(finding)).toList();
        if (!others.isEmpty()) {
            examination.found(
                    DoctorFinding.ofIntegrity(
                            this,
                            "The tables are not what the migrations make: the library's promises do not hold. Found: "
                                    + text(others) + ".",
                            "event-store migrate, where tables are not there yet; event-store migrate validate lists all of it"));
        }
        if (!indexes.isEmpty()) {
            examination.found(DoctorFinding.of(
                    this,
                    Severity.STANDSTILL,
                    "An index that the library's questions need is missing: each reads the whole table. Found: "
                            + text(indexes) + ".",
                    "event-store index create --missing"));
        }
    }

    private static boolean isIndex(SchemaFinding finding) {
        return finding.subject().startsWith("index ");
    }

    private static String text(List<SchemaFinding> findings) {
        return findings.stream().map(SchemaFinding::toString).collect(Collectors.joining("; "));
    }
}
