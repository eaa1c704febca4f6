package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.operations.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a verification of a store has found.
 *
 * @param storeId the store's identity
 * @param epoch its epoch
 * @param events how many events there are
 * @param streams how many heads there are
 * @param headPosition the position of the last event; 0 when there is none
 * @param gaps the positions that are missing
 * @param chain what the chain covers; null when none was given
 * @param findings the first of each kind
 * @param counts how many there are of each kind that was found
 * @param notChecked what the user may not see, and so nobody has checked
 * @param snapshotMillis how long one moment of the database was held open: vacuum cannot clean up behind it meanwhile
 */
public record StoreReport(
        UUID storeId,
        long epoch,
        long events,
        long streams,
        long headPosition,
        PositionGaps gaps,
        @Nullable ChainState chain,
        List<StoreFinding> findings,
        Map<StoreFinding.Kind, Long> counts,
        List<String> notChecked,
        long snapshotMillis) {
    /** Copies. */
    public StoreReport {
        findings = List.copyOf(findings);
        counts = Map.copyOf(counts);
        notChecked = List.copyOf(notChecked);
    }

    /** {@return whether nothing was found} */
    public boolean passed() {
        return counts.isEmpty();
    }

    /** {@return how a check ends that finds this: data that is not what it was weighs more than anything else} */
    public ExitCode exitCode() {
        if (passed()) {
            return ExitCode.OK;
        }
        return counts.keySet().stream().anyMatch(kind -> kind.exitCode() == ExitCode.INTEGRITY)
                ? ExitCode.INTEGRITY
                : ExitCode.CHECK_FAILED;
    }
}
