package io.github.jooqeventstore.operations.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What matters of the figures at a glance, on a screen or two: one reading after the other, counters as rates between them.
 *
 * <p>For one thread.
 */
public final class LiveView {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final int MOST_LINES = 10;

    private @Nullable Readings before;
    private Instant beforeAt = Instant.EPOCH;

    /** {@return the lines of one more reading, taken at that time} */
    public String show(Readings readings, Instant at) {
        Look look = new Look(readings, before, Duration.between(beforeAt, at).toMillis() / 1_000.0);
        before = readings;
        beforeAt = at;
        List<String> lines = new ArrayList<>();
        lines.add(TIME.format(at.atZone(ZoneId.systemDefault())) + "  " + state(look));
        if (look.value(Monitor.UP) == 1) {
            lines.addAll(store(look));
            lines.addAll(server(look));
            lines.addAll(log(look));
            lines.addAll(subscriptions(look));
        }
        if (!look.figures(BackupFigures.TAKEN).isEmpty()) {
            lines.add("backups       newest " + age(look, BackupFigures.TAKEN, at) + ", newest verified "
                    + age(look, BackupFigures.VERIFIED, at));
        }
        readings.degraded().values().forEach(why -> lines.add("not read      " + why));
        return String.join(System.lineSeparator(), lines);
    }

    private static String state(Look look) {
        if (look.value(Monitor.UP) != 1) {
            return "DOES NOT ANSWER";
        }
        return look.value(LogGroups.STANDBY) == 1 ? "answers, a standby" : "answers";
    }

    private static List<String> store(Look look) {
        String holders = look.value(StoreGroups.HOLDERS) > 0
                ? "by " + look.count(StoreGroups.HOLDERS) + " for " + look.seconds(StoreGroups.HELD)
                : "by nobody";
        return List.of(
                "store         head " + look.count(StoreGroups.HEAD) + " (" + look.rate(StoreGroups.HEAD) + "), final "
                        + look.count(StoreGroups.FINAL) + ", epoch " + look.count(StoreGroups.EPOCH),
                "held back     " + holders);
    }

    private static List<String> server(Look look) {
        return List.of(
                "connections   " + look.each(ServerGroups.CONNECTIONS, "state") + " of "
                        + look.count(ServerGroups.CONNECTIONS_MAX) + "; " + look.count(ServerGroups.LOCK_WAITERS)
                        + " wait for a lock",
                "transactions  " + look.rate(ServerGroups.COMMITS) + " committed, " + look.rate(ServerGroups.ROLLBACKS)
                        + " rolled back; oldest " + look.seconds(ServerGroups.OLDEST_TRANSACTION) + ", idle in one "
                        + look.seconds(ServerGroups.IDLE_IN_TRANSACTION) + ", prepared "
                        + look.seconds(ServerGroups.PREPARED_SECONDS),
                "blocks        " + look.rate(ServerGroups.CACHE_HITS) + " from shared buffers, "
                        + look.rate(ServerGroups.CACHE_READS) + " from elsewhere",
                "size          " + look.bytes(ServerGroups.DATABASE_BYTES) + ", oldest transaction id "
                        + look.count(ServerGroups.TRANSACTION_AGE) + " old");
    }

    private static List<String> log(Look look) {
        List<String> lines = new ArrayList<>();
        if (look.value(LogGroups.ARCHIVE_FAILING) == 1) {
            lines.add("archive       FAILING, " + look.count(LogGroups.ARCHIVE_FAILED) + " times so far");
        } else if (!look.figures(LogGroups.ARCHIVE_AGE).isEmpty()) {
            lines.add("archive       last segment " + look.seconds(LogGroups.ARCHIVE_AGE) + " ago");
        }
        look.figures(LogGroups.REPLICA_SECONDS)
                .forEach(figure -> lines.add("standby       " + figure.labels().get("standby") + ", "
                        + Look.seconds(figure.value()) + " behind"));
        look.figures(LogGroups.SLOT_BYTES)
                .forEach(figure -> lines.add(
                        "slot          " + figure.labels().get("slot") + " keeps " + Look.bytes(figure.value())));
        return lines;
    }

    private static List<String> subscriptions(Look look) {
        List<String> lines = new ArrayList<>();
        List<Figure> lags = look.figures(StoreGroups.LAG_EVENTS);
        // They come the worst first.
        lags.stream()
                .limit(MOST_LINES)
                .forEach(lag -> lines.add("subscription  " + lag.labels().get("subscription") + "/"
                        + lag.labels().get("partition") + ", " + Look.count(lag.value()) + " behind, "
                        + Look.seconds(look.value(StoreGroups.LAG_SECONDS, lag.labels())) + standing(look, lag)));
        if (lags.size() > MOST_LINES) {
            lines.add("              and " + (lags.size() - MOST_LINES) + " more");
        }
        look.figures(StoreGroups.PARKED)
                .forEach(parked -> lines.add("parked        " + Look.count(parked.value()) + " events of "
                        + parked.labels().get("subscription")));
        look.figures(StoreGroups.INDEX_INVALID).stream()
                .filter(index -> index.value() == 1)
                .forEach(index -> lines.add("index         " + index.labels().get("index") + " IS INVALID"));
        return lines;
    }

    private static String standing(Look look, Figure lag) {
        if (look.value(StoreGroups.AHEAD, lag.labels()) == 1) {
            return ", AHEAD OF THE HEAD";
        }
        if (look.value(StoreGroups.STOPPED, lag.labels()) == 1) {
            return ", STOPPED";
        }
        return look.value(StoreGroups.UNATTENDED, lag.labels()) == 1 ? ", NOBODY WORKS ON IT" : "";
    }

    private static String age(Look look, Metric metric, Instant at) {
        return look.figures(metric).stream().mapToDouble(Figure::value).max().stream()
                .mapToObj(time -> String.format(
                        Locale.ROOT,
                        "%.1f h ago",
                        (at.getEpochSecond() - time) / Duration.ofHours(1).toSeconds()))
                .findFirst()
                .orElse("never");
    }
}
