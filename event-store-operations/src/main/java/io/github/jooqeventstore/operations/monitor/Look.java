package io.github.jooqeventstore.operations.monitor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A reading beside the one before it, for people. What was not read is a question mark.
 *
 * @param now the reading
 * @param before the one before; null for the first
 * @param seconds how long lies between the two
 */
record Look(Readings now, @Nullable Readings before, double seconds) {
    private static final String UNKNOWN = "?";
    private static final String[] SIZES = {"bytes", "kB", "MB", "GB", "TB"};
    private static final double THOUSAND = 1_000;

    List<Figure> figures(Metric metric) {
        return figures(now, metric);
    }

    private static List<Figure> figures(Readings readings, Metric metric) {
        return readings.figures().stream()
                .filter(figure -> figure.metric().equals(metric))
                .toList();
    }

    /** NaN where it was not read. */
    double value(Metric metric) {
        return value(now, metric);
    }

    double value(Metric metric, Map<String, String> labels) {
        return figures(metric).stream()
                .filter(figure -> figure.labels().equals(labels))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double value(Readings readings, Metric metric) {
        return figures(readings, metric).stream()
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    String count(Metric metric) {
        return count(value(metric));
    }

    static String count(double value) {
        return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, "%,.0f", value);
    }

    /** By how much it has risen in a second since the reading before. */
    String rate(Metric metric) {
        double rise = before == null || seconds <= 0 ? Double.NaN : value(metric) - value(before, metric);
        return (Double.isNaN(rise) ? UNKNOWN : String.format(Locale.ROOT, "%,.1f", rise / seconds)) + "/s";
    }

    String seconds(Metric metric) {
        return seconds(value(metric));
    }

    static String seconds(double value) {
        return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, "%,.1f s", value);
    }

    String bytes(Metric metric) {
        return bytes(value(metric));
    }

    static String bytes(double value) {
        if (Double.isNaN(value)) {
            return UNKNOWN;
        }
        int size = 0;
        double rest = value;
        while (rest >= THOUSAND && size < SIZES.length - 1) {
            rest /= THOUSAND;
            size++;
        }
        return String.format(Locale.ROOT, size == 0 ? "%.0f %s" : "%.1f %s", rest, SIZES[size]);
    }

    /** As in {@code 3 active, 12 idle}. */
    String each(Metric metric, String label) {
        List<Figure> all = figures(metric);
        return all.isEmpty()
                ? UNKNOWN
                : all.stream()
                        .map(figure ->
                                count(figure.value()) + " " + figure.labels().get(label))
                        .collect(Collectors.joining(", "));
    }
}
