package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.monitor.Figure;
import io.github.jooqeventstore.operations.monitor.Monitor;
import io.github.jooqeventstore.operations.monitor.Readings;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Figures that monitoring measures, where they have gone beyond what is sound. */
record Measured() implements Check {
    /**
     * A figure and its bound.
     *
     * @param metric its name, without {@code event_store_}
     * @param check the name that the finding has
     * @param most what is still sound
     */
    private record Bound(
            String metric,
            String check,
            Severity severity,
            ExitCode exitCode,
            ToDoubleFunction<DoctorLimits> most,
            Function<Figure, String> problem,
            Function<Figure, String> mend) {}

    private static final List<Bound> BOUNDS = List.of(
            new Bound(
                    "checksum_failures_total",
                    "checksums",
                    Severity.DANGER,
                    ExitCode.INTEGRITY,
                    limits -> 0,
                    figure -> whole(figure)
                            + " pages were read whose checksum was wrong: the disk loses what it was given.",
                    figure -> "event-store backup verify --deep, then restore on another machine"),
            new Bound(
                    "synchronous_standby_missing",
                    "standby",
                    Severity.STANDSTILL,
                    ExitCode.CHECK_FAILED,
                    limits -> 0,
                    figure -> "Commits wait for a synchronous standby, and none is there: every append hangs.",
                    figure -> "start the receiver again (event-store backup wal stream), or give up waiting for it"
                            + " (event-store backup wal release)"),
            new Bound(
                    "subscription_stopped",
                    "subscriptions",
                    Severity.STANDSTILL,
                    ExitCode.CHECK_FAILED,
                    limits -> 0,
                    figure -> "An error has stopped subscription " + label(figure, "subscription") + " in "
                            + whole(figure) + " partitions.",
                    figure -> "mend what its last_error says, then Subscriptions.resume(\""
                            + label(figure, "subscription") + "\") in the program"),
            new Bound(
                    "slot_retained_bytes",
                    "slots",
                    Severity.RISK,
                    ExitCode.CHECK_FAILED,
                    DoctorLimits::slotBytes,
                    figure -> "Replication slot " + label(figure, "slot")
                            + (isActive(figure) ? "" : ", which nobody uses,") + " keeps "
                            + String.format(Locale.ROOT, "%.0f MB", figure.value() / 1_000_000)
                            + " of log: it grows until the disk is full.",
                    figure -> isActive(figure)
                            ? "find out why its receiver is behind: event-store backup wal status"
                            : "psql: select pg_drop_replication_slot('" + label(figure, "slot")
                                    + "'), when its standby does not come back"),
            new Bound(
                    "positions_used_ratio",
                    "positions",
                    Severity.RISK,
                    ExitCode.CHECK_FAILED,
                    DoctorLimits::positionsUsed,
                    figure -> String.format(
                            Locale.ROOT,
                            "%.0f %% of all positions are used: there are enough for ever, so somebody has set the sequence.",
                            figure.value() * 100),
                    figure ->
                            "event-store store gaps shows where it was; set it back behind the head while nobody appends"),
            new Bound(
                    "parked_events",
                    "parked events",
                    Severity.ADVICE,
                    ExitCode.CHECK_FAILED,
                    limits -> 0,
                    figure -> whole(figure) + " events that subscription " + label(figure, "subscription")
                            + " has put aside wait for a decision.",
                    figure -> "Subscriptions.replay or discard in the program"));

    @Override
    public String name() {
        return "figures";
    }

    @Override
    public void look(Examination examination) {
        Readings readings = Monitor.of(examination.target()).read();
        for (Bound bound : BOUNDS) {
            for (Figure figure : readings.figures()) {
                boolean beyond = figure.value() > bound.most().applyAsDouble(examination.limits());
                if (beyond && figure.metric().name().equals("event_store_" + bound.metric())) {
                    examination.found(new DoctorFinding(
                            bound.check(),
                            bound.severity(),
                            bound.problem().apply(figure),
                            bound.mend().apply(figure),
                            bound.exitCode()));
                }
            }
        }
        // Slow statements are what advice on indexes is about.
        readings.degraded().forEach((group, why) -> {
            if (!group.equals("statements")) {
                examination.notSeen(name() + ": " + group, why);
            }
        });
    }

    private static boolean isActive(Figure figure) {
        return label(figure, "active").equals("true");
    }

    private static String label(Figure figure, String name) {
        return figure.labels().getOrDefault(name, "");
    }

    private static String whole(Figure figure) {
        return Long.toString(Math.round(figure.value()));
    }
}
