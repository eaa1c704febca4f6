package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.pool.PoolView;

/** Whether the next connections will be refused. */
record ConnectionsLeft() implements Check {
    @Override
    public String name() {
        return "connections";
    }

    @Override
    public void look(Examination examination) {
        for (String finding : PoolView.read(examination.database()).findings()) {
            examination.found(DoctorFinding.of(
                    this,
                    Severity.STANDSTILL,
                    "Connections run out: " + finding + ".",
                    "event-store pool show tells who has them, event-store pool advise how many are needed"));
        }
    }
}
