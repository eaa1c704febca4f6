package io.github.jooqeventstore.operations.doctor;

import static org.jooq.impl.DSL.greatest;

import io.github.jooqeventstore.operations.catalog.PgStatUserTables;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Tables of which the planner has a picture that is not true any more: a good plan turns into a bad one overnight. */
record StaleStatistics() implements Check {
    private static final double SHARE = 0.2;

    @Override
    public String name() {
        return "statistics";
    }

    @Override
    public void look(Examination examination) {
        var statistics = new PgStatUserTables("s");
        examination
                .dsl()
                .select(
                        statistics.name,
                        statistics.liveRows,
                        statistics.modifiedSinceAnalyze,
                        greatest(statistics.lastAnalyze, statistics.lastAutoanalyze))
                .from(statistics.table())
                .where(statistics.schema.eq(examination.schema()))
                .orderBy(statistics.name)
                .forEach(row -> judge(examination, row.value1(), row.value2(), row.value3(), row.value4()));
    }

    private void judge(Examination examination, String table, long live, long changed, @Nullable OffsetDateTime made) {
        if (changed > examination.limits().changedRows() + SHARE * live) {
            examination.found(DoctorFinding.of(
                    this,
                    Severity.RISK,
                    "The planner's statistics of table " + table + " are stale: " + changed + " of " + live
                            + " rows have changed since they were made, "
                            + (made == null ? "which they never were" : "at " + made) + ".",
                    "event-store maintain vacuum"));
        }
    }
}
