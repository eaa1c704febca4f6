package io.github.jooqeventstore.operations.drill;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured beside what was to be reached, as people read it.
 *
 * @param name what it is
 * @param target what was to be reached
 * @param measured what was
 */
public record DrillFigures(String name, String target, String measured) {
    /** {@return those of a report} */
    public static List<DrillFigures> of(DrillReport report) {
        DrillTargets targets = report.targets();
        boolean nothingMayBeLost = targets.recoveryPoint().isZero();
        List<DrillFigures> figures = new ArrayList<>();
        figures.add(new DrillFigures(
                "recovery time (RTO)",
                Verdict.text(targets.recoveryTime()) + " at most",
                "%.1f seconds".formatted(report.recoverySeconds())));
        Long acknowledged = report.acknowledged();
        Long lost = report.lostEvents();
        figures.add(new DrillFigures(
                "recovery point (RPO), events",
                nothingMayBeLost ? "none lost" : "",
                acknowledged == null || lost == null
                        ? "not counted: nobody wrote"
                        : "%d of %d acknowledged events are there, %d lost"
                                .formatted(acknowledged - lost, acknowledged, lost)));
        Double seconds = report.lostSeconds();
        figures.add(new DrillFigures(
                "recovery point (RPO), time",
                nothingMayBeLost ? "" : Verdict.text(targets.recoveryPoint()) + " at most",
                seconds == null ? "unknown" : "the events of %.1f seconds lost".formatted(seconds)));
        Double worst = report.worstCaseSeconds();
        if (worst != null) {
            figures.add(new DrillFigures(
                    "at the worst moment",
                    nothingMayBeLost ? "" : Verdict.text(targets.recoveryPoint()) + " at most",
                    worst == 0 ? "nothing lost" : "the events of %.1f seconds lost".formatted(worst)));
        }
        return figures;
    }
}
