package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import org.flywaydb.core.api.FlywayException;

/** Begins the operator's history at a version. */
final class Baseline {
    private final MigrationSession session;
    private final MigrationOptions options;

    Baseline(MigrationSession session, MigrationOptions options) {
        this.session = session;
        this.options = options;
    }

    void run(int version) {
        OperatorFiles files = OperatorFiles.read(options.location());
        var runner = new FileRunner(session, options, Progress.NONE);
        try {
            OperatorFlyway.of(session, files, runner, version, "run by hand").baseline();
        } catch (FlywayException e) {
            if (StatementFailure.in(e) != null) {
                throw e;
            }
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "operator's history of schema " + session.schema() + ": expected none, to begin it at version "
                            + version + ", found one; it begins only once",
                    e);
        }
    }
}
