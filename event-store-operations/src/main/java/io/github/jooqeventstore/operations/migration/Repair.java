package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.migration.MigrationLine.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Makes the history agree with the files, for named versions alone. */
final class Repair {
    private final OperatorHistory history;
    private final OperatorFiles files;

    Repair(OperatorHistory history, OperatorFiles files) {
        this.history = history;
        this.files = files;
    }

    List<String> run(Collection<Integer> versions) {
        List<Integer> failed = history.versions(Status.FAILED);
        List<Integer> edited = history.versions(Status.EDITED);
        // All of them or none.
        for (int version : versions) {
            if (!failed.contains(version) && !edited.contains(version)) {
                throw new OperationsException(
                        ExitCode.REFUSED,
                        "version " + version + ": expected one that failed or was edited, found "
                                + (history.versions(Status.MISSING).contains(version)
                                        ? "its file missing: bring it back"
                                        : "nothing to repair")
                                + "; nothing was done");
            }
        }
        var done = new ArrayList<String>();
        for (int version : versions) {
            OperatorFile file = files.migration(version);
            if (failed.contains(version)) {
                history.forgetFailed(version);
                done.add("version " + version + ": its failure is forgotten, the next migrate runs it again");
            } else if (file != null) {
                history.accept(file);
                done.add("version " + version + ": the text of " + file.name() + " counts as applied");
            }
        }
        return List.copyOf(done);
    }
}
