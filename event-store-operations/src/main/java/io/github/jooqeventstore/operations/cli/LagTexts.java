package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.store.PartitionLag;
import io.github.jooqeventstore.operations.store.ReplayEstimate;
import io.github.jooqeventstore.operations.store.SubscriptionLag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is said of subscriptions that are behind, and of the time that a replay takes. */
final class LagTexts {
    private static final int MILLIS_A_SECOND = 1_000;
    private static final int SECONDS_A_MINUTE = 60;
    private static final int SECONDS_AN_HOUR = 3_600;

    private LagTexts() {}

    static String lag(SubscriptionLag lag) {
        List<String> lines = new ArrayList<>();
        lines.add("head       " + lag.headPosition());
        lines.add("final      " + lag.finalPosition() + behind(lag.headPosition() - lag.finalPosition()));
        lines.add("published  "
                + (lag.publishedPosition() == 0
                        ? "never"
                        : lag.publishedPosition() + behind(lag.headPosition() - lag.publishedPosition())));
        if (lag.partitions().isEmpty()) {
            lines.add("no subscriptions");
            return String.join("\n", lines);
        }
        int width = Math.max(
                "subscription".length(),
                lag.partitions().stream()
                        .mapToInt(it -> it.subscription().length())
                        .max()
                        .orElse(0));
        String form = "%-" + width + "s  %9s  %-16s  %12s  %10s  %10s  %s";
        lines.add(String.format(
                        form, "subscription", "partition", "standing", "position", "behind", "for", "worked on by")
                .stripTrailing());
        lag.partitions().forEach(it -> lines.add(line(form, it)));
        return String.join("\n", lines);
    }

    private static String line(String form, PartitionLag it) {
        String owner = it.owner() == null ? "nobody" : it.owner();
        return String.format(
                form,
                it.subscription(),
                it.partition(),
                word(it.standing()),
                it.position(),
                it.positions(),
                time(it.seconds()),
                it.lastError() == null ? owner : owner + "; " + it.lastError());
    }

    private static String behind(long positions) {
        return positions <= 0 ? "" : ", " + positions + " behind the head";
    }

    static String estimate(ReplayEstimate estimate) {
        List<String> lines = new ArrayList<>();
        lines.add("events    " + estimate.events() + " up to position " + estimate.through() + ", in "
                + estimate.partitions() + (estimate.partitions() == 1 ? " partition" : " partitions"));
        lines.add("sample    " + estimate.sample().events() + " events in "
                + estimate.sample().places() + " places, read in "
                + time(estimate.sample().seconds()));
        lines.add("reading   " + estimate.eventsPerSecond() + " events/s in a partition: "
                + time(estimate.readSeconds()) + "; " + time(estimate.slowestReadSeconds())
                + " if all were like the slowest place");
        Double handler = estimate.handlerSeconds();
        if (handler != null) {
            lines.add("handler   " + time(handler));
        }
        lines.add("replay    " + time(estimate.seconds()) + " at least");
        estimate.leftOut().forEach(what -> lines.add("left out  " + what));
        return String.join("\n", lines);
    }

    /** {@return a time as people say it: 40 ms, 2.4 s, 12 s, 3 min, 2.5 h} */
    static String time(double seconds) {
        if (seconds < 1) {
            return seconds == 0 ? "0 s" : Math.round(seconds * MILLIS_A_SECOND) + " ms";
        }
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (seconds < 2 * SECONDS_A_MINUTE) {
            return Math.round(seconds) + " s";
        }
        if (seconds < 2 * SECONDS_AN_HOUR) {
            return Math.round(seconds / SECONDS_A_MINUTE) + " min";
        }
        return String.format(Locale.ROOT, "%.1f h", seconds / SECONDS_AN_HOUR);
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
