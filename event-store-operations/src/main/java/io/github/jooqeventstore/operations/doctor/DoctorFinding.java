package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.ExitCode;

/**
 * Something that is wrong.
 *
 * @param check which check has found it: the same name in every report
 * @param severity how bad it is
 * @param problem what is wrong, in plain sentences; no payload and no password
 * @param mend what mends it: a command where there is one
 * @param exitCode how a command ends that finds it
 */
public record DoctorFinding(String check, Severity severity, String problem, String mend, ExitCode exitCode) {

    static DoctorFinding of(Check check, Severity severity, String problem, String mend) {
        return new DoctorFinding(check.name(), severity, problem, mend, ExitCode.CHECK_FAILED);
    }

    /** The same where data or history are not what they should be. */
    static DoctorFinding ofIntegrity(Check check, String problem, String mend) {
        return new DoctorFinding(check.name(), Severity.DANGER, problem, mend, ExitCode.INTEGRITY);
    }
}
