package io.github.jooqeventstore.operations.readiness;

import io.github.jooqeventstore.operations.ExitCode;
import java.time.Instant;
import java.util.List;

/**
 * The checklist, gone through.
 *
 * @param database which database, on which server
 * @param schema the schema of the store
 * @param at when
 * @param items all items, in this order in every report
 */
public record ReadinessReport(String database, String schema, Instant at, List<ReadinessItem> items) {
    /** Copies. */
    public ReadinessReport {
        items = List.copyOf(items);
    }

    /** {@return how many items are in this state} */
    public long count(ReadinessItem.State state) {
        return items.stream().filter(item -> item.state() == state).count();
    }

    /**
     * {@return the exit code of a command that asked: {@link ExitCode#CHECK_FAILED} when something is not done, {@link
     * ExitCode#PARTIAL} when all that could be seen is done and something could not be seen}
     */
    public ExitCode exitCode() {
        if (count(ReadinessItem.State.NOT_DONE) > 0) {
            return ExitCode.CHECK_FAILED;
        }
        return count(ReadinessItem.State.UNKNOWN) > 0 ? ExitCode.PARTIAL : ExitCode.OK;
    }
}
