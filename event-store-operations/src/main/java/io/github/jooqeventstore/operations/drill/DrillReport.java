package io.github.jooqeventstore.operations.drill;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.jooqeventstore.operations.ExitCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill has measured. It holds no password and nothing that is in an event.
 *
 * @param tier the profile
 * @param method how the store was protected, one sentence
 * @param backup the id of the backup that was restored
 * @param startedAt when the drill began
 * @param serverVersion the major version of its servers
 * @param targets what was to be reached
 * @param steps what was done, in this order
 * @param failedAt when the server failed, in seconds since the drill began
 * @param recoverySeconds from the failure to the first new event
 * @param events how many events came back
 * @param acknowledged how many were acknowledged to the drill's application; null where a backup of somebody else was restored
 * @param recovered how many of these are there again; null as above
 * @param lostSeconds the time before the failure whose events are gone; of somebody else's backup, how old its end is; null
 *     where that cannot be told
 * @param worstCaseSeconds how much time's events a failure at the worst moment loses; null where that cannot be told
 * @param missed the targets that were missed, a sentence each
 * @param broken what was wrong with what came back, a sentence each
 */
public record DrillReport(
        DrillTier tier,
        String method,
        String backup,
        Instant startedAt,
        int serverVersion,
        DrillTargets targets,
        List<DrillStep> steps,
        double failedAt,
        double recoverySeconds,
        long events,
        @Nullable Long acknowledged,
        @Nullable Long recovered,
        @Nullable Double lostSeconds,
        @Nullable Double worstCaseSeconds,
        List<String> missed,
        List<String> broken) {
    /** Copies. */
    public DrillReport {
        steps = List.copyOf(steps);
        missed = List.copyOf(missed);
        broken = List.copyOf(broken);
    }

    /** {@return how many acknowledged events are gone; null where nobody has counted} */
    @JsonProperty("lostEvents")
    public @Nullable Long lostEvents() {
        return acknowledged == null || recovered == null ? null : acknowledged - recovered;
    }

    /** {@return whether all targets were met and all is whole} */
    @JsonProperty("passed")
    public boolean passed() {
        return missed.isEmpty() && broken.isEmpty();
    }

    /** {@return how a command ends that has measured this} */
    public ExitCode exitCode() {
        if (!broken.isEmpty()) {
            return ExitCode.INTEGRITY;
        }
        return missed.isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
