package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.catalog.PgClass;
import io.github.jooqeventstore.operations.catalog.PgStatUserTables;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tables that autovacuum does not come to, or may not. */
record VacuumBehind() implements Check {
    private static final String OFF = "autovacuum_enabled=(false|off|no|0|f|n)\\b";
    private static final double SHARE = 0.2;

    @Override
    public String name() {
        return "vacuum";
    }

    @Override
    public void look(Examination examination) {
        var statistics = new PgStatUserTables("s");
        var relation = new PgClass("c");
        examination
                .dsl()
                .select(
                        statistics.name,
                        statistics.liveRows,
                        statistics.deadRows,
                        statistics.insertedSinceVacuum,
                        relation.options)
                .from(statistics.table())
                .join(relation.table())
                .on(relation.oid.eq(statistics.table))
                .where(statistics.schema.eq(examination.schema()))
                .orderBy(statistics.name)
                .forEach(row -> {
                    if (isSwitchedOff(row.value5())) {
                        switchedOff(examination, row.value1());
                    }
                    behind(examination, row.value1(), row.value2(), row.value3(), row.value4());
                });
    }

    private static boolean isSwitchedOff(String @Nullable [] options) {
        return options != null && Arrays.stream(options).anyMatch(option -> option.matches(OFF));
    }

    private void switchedOff(Examination examination, String table) {
        examination.found(DoctorFinding.of(
                this,
                Severity.RISK,
                "Autovacuum is switched off for table " + table + ": one day it must be frozen while you wait.",
                "psql: alter table " + examination.schema() + "." + table + " reset (autovacuum_enabled)"));
    }

    private void behind(Examination examination, String table, long live, long dead, long inserted) {
        double most = examination.limits().changedRows() + SHARE * live;
        if (dead > most || inserted > most) {
            examination.found(DoctorFinding.of(
                    this,
                    Severity.RISK,
                    "Vacuum is behind in table " + table + ": " + dead + " rows are dead and " + inserted
                            + " were added since the last one, of " + live + ".",
                    "event-store maintain vacuum; if it comes again, give autovacuum more to work with: event-store tune"
                            + " diff"));
        }
    }
}
