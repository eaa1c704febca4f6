package io.github.jooqeventstore.operations.health;

import io.github.jooqeventstore.migration.SchemaFinding;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.ExitCode;
import java.util.List;
import javax.sql.DataSource;

/** Whether tables, keys, indexes and triggers are what the migrations make: there, valid and enabled. */
final class StructureCheck {
    private static final int SHOWN = 3;

    private StructureCheck() {}

    static HealthCheck check(DataSource dataSource, String schema) {
        List<SchemaFinding> findings =
                SchemaMigrations.of(dataSource).schema(schema).validate();
        if (findings.isEmpty()) {
            return HealthCheck.passed(
                    "structure", "tables, keys, indexes and triggers are as the migrations make them");
        }
        String first = String.join(
                "; ",
                findings.stream().limit(SHOWN).map(SchemaFinding::toString).toList());
        return HealthCheck.failed(
                "structure",
                first + (findings.size() > SHOWN ? "; and " + (findings.size() - SHOWN) + " more" : ""),
                ExitCode.INTEGRITY);
    }
}
