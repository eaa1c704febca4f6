package io.github.jooqeventstore.operations.monitor;

import java.util.List;
import java.util.Map;

/**
 * A panel of the dashboard: one or several lines over time.
 *
 * @param title in a few words
 * @param help one sentence
 * @param unit as Grafana names it
 * @param expression in Prometheus' language
 */
record Panel(String title, String help, String unit, String expression) {
    private static final String P99 = "histogram_quantile(0.99, sum by (le%s) (rate(%s_bucket{outcome=\"done\"}[5m])))";

    /** Of the meters that applications publish: {@code EventStoreMeters} and {@code PoolMeters}. */
    static final List<Panel> OF_APPLICATIONS = List.of(
            new Panel(
                    "Appends by outcome",
                    "Appends in a second, by what came of them.",
                    "ops",
                    "sum by (outcome) (rate(event_store_append_seconds_count[5m]))"),
            new Panel(
                    "Append time, 99th percentile",
                    "Of appends that were done.",
                    "s",
                    P99.formatted("", "event_store_append_seconds")),
            new Panel(
                    "Events appended",
                    "Events written in a second.",
                    "ops",
                    "sum(rate(event_store_append_events_total[5m]))"),
            new Panel(
                    "Reads",
                    "Reads in a second: of streams, by queries, and of all events.",
                    "ops",
                    "sum by (read, outcome) (rate(event_store_load_seconds_count[5m]))"),
            new Panel(
                    "Read time, 99th percentile",
                    "Of reads that were done.",
                    "s",
                    P99.formatted(", read", "event_store_load_seconds")),
            new Panel(
                    "Events read",
                    "Events read in a second.",
                    "ops",
                    "sum by (read) (rate(event_store_load_events_total[5m]))"),
            new Panel(
                    "Connections in use",
                    "Of each pool, beside the most that it may have.",
                    "short",
                    "hikaricp_connections_active or hikaricp_connections_max"),
            new Panel("Callers that wait", "For a connection of a pool.", "short", "hikaricp_connections_pending"),
            new Panel(
                    "Time to get a connection",
                    "On average.",
                    "s",
                    "sum by (pool) (rate(hikaricp_connections_acquire_seconds_sum[5m]))"
                            + " / sum by (pool) (rate(hikaricp_connections_acquire_seconds_count[5m]))"));

    /** {@return the panel of a metric, of a counter its rate} */
    static Panel of(Metric metric) {
        return new Panel(
                title(metric),
                metric.help(),
                unit(metric),
                metric.counter() ? "rate(" + metric.name() + "[5m])" : metric.name());
    }

    /** {@return it as Grafana reads it, in its place} */
    Map<String, Object> entry(int id, Map<String, Integer> place) {
        return Map.of(
                "id",
                id,
                "type",
                "timeseries",
                "title",
                title,
                "description",
                help,
                "datasource",
                Map.of("type", "prometheus", "uid", "${datasource}"),
                "gridPos",
                place,
                "fieldConfig",
                Map.of("defaults", Map.of("unit", unit), "overrides", List.of()),
                "targets",
                List.of(Map.of("refId", "A", "expr", expression)));
    }

    private static String title(Metric metric) {
        String words =
                metric.name().replace("event_store_", "").replace("_total", "").replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String unit(Metric metric) {
        if (metric.name().endsWith("_timestamp_seconds")) {
            return "dateTimeFromNow";
        }
        if (metric.name().endsWith("_seconds")) {
            return "s";
        }
        if (metric.name().endsWith("_bytes")) {
            return "bytes";
        }
        if (metric.name().endsWith("_ratio")) {
            return "percentunit";
        }
        return metric.counter() ? "ops" : "short";
    }
}
