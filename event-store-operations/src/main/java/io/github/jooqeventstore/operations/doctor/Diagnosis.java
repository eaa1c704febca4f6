package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.ExitCode;
import java.util.List;
import java.util.Map;

/**
 * What was found.
 *
 * @param findings what is wrong, the worst first
 * @param examined the names of all checks
 * @param notSeen what could not be seen, and why, by the name of the check: a right is missing, or an extension
 */
public record Diagnosis(List<DoctorFinding> findings, List<String> examined, Map<String, String> notSeen) {
    /** Copies. */
    public Diagnosis {
        findings = List.copyOf(findings);
        examined = List.copyOf(examined);
        notSeen = Map.copyOf(notSeen);
    }

    /** {@return whether nothing is wrong; what is only advice does not count} */
    public boolean isWell() {
        return findings.stream().allMatch(finding -> finding.severity() == Severity.ADVICE);
    }

    /** {@return the exit code of a command that asked: that of the worst finding} */
    public ExitCode exitCode() {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.ADVICE)
                .map(DoctorFinding::exitCode)
                .findFirst()
                .orElse(ExitCode.OK);
    }
}
