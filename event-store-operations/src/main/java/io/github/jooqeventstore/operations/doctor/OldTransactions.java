package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.pool.OpenTransaction;
import java.time.OffsetDateTime;

/** Transactions that stay open: while they do, vacuum removes nothing that they could still see. */
record OldTransactions() implements Check {
    @Override
    public String name() {
        return "transactions";
    }

    @Override
    public void look(Examination examination) {
        OffsetDateTime now = examination.now();
        DoctorLimits limits = examination.limits();
        for (OpenTransaction open : OpenTransaction.read(examination.database())) {
            OffsetDateTime idleSince = open.isIdle() ? open.stateSince() : null;
            if (idleSince != null && idleSince.isBefore(now.minus(limits.idle()))) {
                found(
                        examination,
                        open,
                        "A client is idle inside a transaction: " + open + " has done nothing since " + idleSince
                                + ". Its locks stay, and vacuum frees nothing.",
                        "; set idle_in_transaction_session_timeout (event-store tune apply) so that the server does it");
            } else if (open.since().isBefore(now.minus(limits.open()))) {
                found(
                        examination,
                        open,
                        "A transaction has been open for long: " + open + ". Vacuum frees nothing that it could see.",
                        ", if it is not one that may take so long");
            }
        }
    }

    private void found(Examination examination, OpenTransaction open, String problem, String more) {
        examination.found(DoctorFinding.of(
                this, Severity.RISK, problem, "psql: select pg_terminate_backend(" + open.process() + ")" + more));
    }
}
