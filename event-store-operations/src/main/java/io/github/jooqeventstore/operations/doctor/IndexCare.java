package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.index.IndexAdvice;
import io.github.jooqeventstore.operations.index.IndexReport;
import io.github.jooqeventstore.operations.index.Indexes;

/** Indexes that are missing or superfluous, as {@code index advise} finds them. */
record IndexCare() implements Check {
    @Override
    public String name() {
        return "index advice";
    }

    @Override
    public void look(Examination examination) {
        IndexReport report =
                new Indexes(examination.database()).advise(examination.limits().indexes());
        report.notSeen().forEach(what -> examination.notSeen(name(), what));
        for (IndexAdvice advice : report.advice()) {
            if (advice.kind() == IndexAdvice.Kind.INVALID) {
                // The deep probe tells that.
                continue;
            }
            String subject = advice.kind() == IndexAdvice.Kind.MISSING
                    ? "Searches in column " + advice.subject() + " of events have no index: "
                    : "Index " + advice.subject() + " ";
            examination.found(
                    DoctorFinding.of(this, Severity.ADVICE, subject + advice.finding() + ".", advice.action()));
        }
    }
}
