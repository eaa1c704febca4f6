package io.github.jooqeventstore.operations.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what was measured with the targets. */
final class Verdict {
    private static final double MILLIS = 1000;

    private Verdict() {}

    static List<String> missed(
            DrillTargets targets,
            double recoverySeconds,
            @Nullable Long lostEvents,
            @Nullable Double lostSeconds,
            @Nullable Double worstCaseSeconds) {
        List<String> missed = new ArrayList<>();
        if (recoverySeconds > seconds(targets.recoveryTime())) {
            missed.add("recovery time: expected %s at most, found %.1f seconds"
                    .formatted(text(targets.recoveryTime()), recoverySeconds));
        }
        if (targets.recoveryPoint().isZero()) {
            if (lostEvents != null && lostEvents > 0) {
                missed.add("recovery point: expected no acknowledged event to be lost, found " + lostEvents + " lost");
            }
            return missed;
        }
        if (lostSeconds != null && lostSeconds > seconds(targets.recoveryPoint())) {
            missed.add("recovery point: expected the events of %s to be lost at most, found those of %.1f seconds"
                    .formatted(text(targets.recoveryPoint()), lostSeconds));
        } else if (worstCaseSeconds != null && worstCaseSeconds > seconds(targets.recoveryPoint())) {
            missed.add(
                    "recovery point: expected the events of %s to be lost at most, found that a failure at the worst moment"
                                    .formatted(text(targets.recoveryPoint()))
                            + " loses those of %.1f seconds".formatted(worstCaseSeconds));
        }
        return missed;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }

    /** {@return a time as people say it} */
    static String text(Duration time) {
        if (isWhole(time, Duration.ofHours(1))) {
            return number(time.toHours(), "hour");
        }
        if (isWhole(time, Duration.ofMinutes(1))) {
            return number(time.toMinutes(), "minute");
        }
        return time.toMillis() / MILLIS + " seconds";
    }

    private static boolean isWhole(Duration time, Duration unit) {
        return !time.isZero() && time.toMillis() % unit.toMillis() == 0;
    }

    private static String number(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
