package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.drill.DrillFigures;
import io.github.jooqeventstore.operations.drill.DrillReport;
import io.github.jooqeventstore.operations.drill.DrillStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a drill says to people. */
final class DrillTexts {
    private DrillTexts() {}

    static String of(DrillReport report, Path page) {
        List<String> lines = new ArrayList<>();
        lines.add("drill     %s, PostgreSQL %d: %s"
                .formatted(report.tier().word(), report.serverVersion(), report.passed() ? "passed" : "FAILED"));
        lines.add("by        " + report.method());
        lines.add("backup    " + report.backup());
        for (DrillStep step : report.steps()) {
            lines.add("%8.2f s  %s%s".formatted(step.seconds(), step.outage() ? "away: " : "", step.name()));
        }
        for (DrillFigures figure : DrillFigures.of(report)) {
            lines.add("%-28s  %s%s"
                    .formatted(
                            figure.name(),
                            figure.measured(),
                            figure.target().isEmpty() ? "" : "  (target: " + figure.target() + ")"));
        }
        lines.add("events    " + report.events() + " came back");
        report.broken().forEach(broken -> lines.add("BROKEN    " + broken));
        report.missed().forEach(missed -> lines.add("MISSED    " + missed));
        lines.add("report    " + page);
        return String.join("\n", lines);
    }
}
