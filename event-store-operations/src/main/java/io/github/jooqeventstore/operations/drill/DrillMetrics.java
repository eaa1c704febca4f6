package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.monitor.Figure;
import io.github.jooqeventstore.operations.monitor.Metric;
import io.github.jooqeventstore.operations.monitor.PrometheusText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a drill that has met its targets leaves for the textfile collector of Prometheus. One that has not removes it, as the jobs
 * of backups do: an alarm asks for what is absent, too.
 *
 * @param folder of the textfile collector
 */
public record DrillMetrics(Path folder) {
    /** When the last drill has met its targets: what the alert rules ask for. */
    public static final Metric TIMESTAMP = gauge(
            "event_store_drill_timestamp_seconds",
            "When the last drill of a disaster has met its targets, absent when it has not.");

    private static final Metric RECOVERY =
            gauge("event_store_drill_recovery_seconds", "From the failure to the first new event in the last drill.");
    private static final Metric LOST_EVENTS =
            gauge("event_store_drill_lost_events", "Acknowledged events that were lost in the last drill.");
    private static final Metric LOST_SECONDS =
            gauge("event_store_drill_lost_seconds", "The time whose events were lost in the last drill.");
    private static final Metric WORST_CASE =
            gauge("event_store_drill_worst_case_seconds", "The time whose events a failure at the worst moment loses.");
    private static final String FILE = "event_store_drill.prom";

    private static Metric gauge(String name, String help) {
        return new Metric(name, help, false);
    }

    /** Leaves what was measured if the targets were met, else removes what was there. */
    public void leave(DrillReport report, Instant endedAt) {
        if (!report.passed()) {
            remove();
            return;
        }
        Map<String, String> tier = Map.of("tier", report.tier().word());
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(TIMESTAMP, tier, endedAt.getEpochSecond()));
        figures.add(new Figure(RECOVERY, tier, report.recoverySeconds()));
        Long lost = report.lostEvents();
        if (lost != null) {
            figures.add(new Figure(LOST_EVENTS, tier, lost));
        }
        Double seconds = report.lostSeconds();
        if (seconds != null) {
            figures.add(new Figure(LOST_SECONDS, tier, seconds));
        }
        Double worst = report.worstCaseSeconds();
        if (worst != null) {
            figures.add(new Figure(WORST_CASE, tier, worst));
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw failure("to make it", e);
        }
        DrillFiles.write(folder.resolve(FILE), PrometheusText.of(figures));
    }

    /** Removes what an earlier drill has left. */
    public void remove() {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
        } catch (IOException e) {
            throw failure("to remove " + FILE, e);
        }
    }

    private OperationsException failure(String expectation, IOException e) {
        return new OperationsException(
                ExitCode.NO_SPACE, "folder " + folder + ": expected " + expectation + ", found " + e, e);
    }
}
