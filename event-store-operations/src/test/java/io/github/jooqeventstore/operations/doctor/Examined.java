package io.github.jooqeventstore.operations.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.health.HealthLimits;
import java.util.List;

/** A diagnosis, and what a test asks of it. */
record Examined(Diagnosis diagnosis) {
    // The disk of the machine that runs the tests is its own affair.
    static final DoctorLimits LIMITS =
            DoctorLimits.defaults().health(HealthLimits.defaults().freeDisk(0));

    static Examined of(DatabaseTarget target) {
        return of(target, LIMITS);
    }

    static Examined of(DatabaseTarget target, DoctorLimits limits) {
        return new Examined(Doctor.of(target).limits(limits).examine());
    }

    List<DoctorFinding> all(String check) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    /** The one finding of the check. */
    DoctorFinding the(String check) {
        assertThat(all(check)).as("%s", diagnosis).hasSize(1);
        return all(check).getFirst();
    }

    void isWellIn(String check) {
        assertThat(all(check)).isEmpty();
        assertThat(diagnosis.notSeen()).doesNotContainKey(check);
    }
}
