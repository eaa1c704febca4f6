package io.github.jooqeventstore.operations.doctor;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.inRecovery;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import org.jooq.impl.SQLDataType;

/** Whether the server is one that was recovered and waits for somebody to decide, or a standby that was told to stop. */
record PausedRecovery() implements Check {
    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public void look(Examination examination) {
        String state = examination
                .dsl()
                .select(when(condition(inRecovery()), system("pg_get_wal_replay_pause_state", SQLDataType.CLOB))
                        .otherwise(inline("")))
                .fetchSingle()
                .value1();
        if (!"paused".equals(state)) {
            return;
        }
        String primary = examination
                .dsl()
                .select(setting("primary_conninfo"))
                .fetchSingle()
                .value1();
        boolean standby = primary != null && !primary.isBlank();
        examination.found(DoctorFinding.of(
                this,
                Severity.STANDSTILL,
                standby
                        ? "This standby has stopped replaying: its readers see yesterday, and its primary keeps the log."
                        : "This server was recovered to a point and waits for a decision: it takes no writes until then.",
                standby
                        ? "psql: select pg_wal_replay_resume()"
                        : "event-store restore accept, or event-store restore move to go on to a later point"));
    }
}
