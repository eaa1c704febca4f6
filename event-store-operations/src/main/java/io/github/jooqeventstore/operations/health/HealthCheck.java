package io.github.jooqeventstore.operations.health;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;

/**
 * One thing that was looked at.
 *
 * @param name what: one word, the same in every report
 * @param status how it is
 * @param finding what was found, and what to do where it is not as it should be; no payload and no password
 * @param exitCode of which kind a failure is; {@link ExitCode#OK} unless it failed
 */
public record HealthCheck(String name, Status status, String finding, ExitCode exitCode) {
    /** How something is. */
    public enum Status {
        /** As it should be. */
        PASSED,
        /** Not as it should be. */
        FAILED,
        /** Not to be seen from here, for want of a right or of the thing itself; not counted as a failure. */
        UNKNOWN
    }

    static HealthCheck passed(String name, String finding) {
        return new HealthCheck(name, Status.PASSED, finding, ExitCode.OK);
    }

    static HealthCheck failed(String name, String finding) {
        return failed(name, finding, ExitCode.CHECK_FAILED);
    }

    static HealthCheck failed(String name, String finding, ExitCode exitCode) {
        return new HealthCheck(name, Status.FAILED, finding, exitCode);
    }

    static HealthCheck unknown(String name, String finding) {
        return new HealthCheck(name, Status.UNKNOWN, finding, ExitCode.OK);
    }

    /** A failure of the database while something was looked at. */
    static HealthCheck failed(String name, String expectation, Exception cause) {
        OperationsException failure = DatabaseFailures.of(name, expectation, cause);
        return failed(name, String.valueOf(failure.getMessage()).substring(name.length() + 2), failure.exitCode());
    }
}
