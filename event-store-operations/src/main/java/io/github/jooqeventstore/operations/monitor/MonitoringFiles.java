package io.github.jooqeventstore.operations.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The files of monitoring systems, made from the same definitions as the figures. */
public final class MonitoringFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final int COLUMNS = 3;
    private static final int WIDTH = 24 / COLUMNS;
    private static final int HEIGHT = 8;

    private MonitoringFiles() {}

    /** {@return Prometheus' rules file} It is JSON, which every reader of YAML reads. */
    public static String alertRules() {
        return JSON.writeValueAsString(AlertRule.file(AlertRule.all())) + "\n";
    }

    /**
     * {@return a Grafana dashboard: a panel for each metric, in the order in which they are defined}
     *
     * @param metrics which
     */
    public static String dashboard(List<Metric> metrics) {
        List<Object> panels = new ArrayList<>();
        for (Metric metric : metrics) {
            int place = panels.size();
            panels.add(Map.of(
                    "id", place + 1,
                    "type", "timeseries",
                    "title", title(metric),
                    "description", metric.help(),
                    "datasource", Map.of("type", "prometheus", "uid", "${datasource}"),
                    "gridPos",
                            Map.of(
                                    "x",
                                    place % COLUMNS * WIDTH,
                                    "y",
                                    place / COLUMNS * HEIGHT,
                                    "w",
                                    WIDTH,
                                    "h",
                                    HEIGHT),
                    "fieldConfig", Map.of("defaults", Map.of("unit", unit(metric)), "overrides", List.of()),
                    "targets",
                            List.of(Map.of(
                                    "refId",
                                    "A",
                                    "expr",
                                    metric.counter() ? "rate(" + metric.name() + "[5m])" : metric.name()))));
        }
        return JSON.writeValueAsString(Map.of(
                        "uid",
                        "event-store",
                        "title",
                        "Event store",
                        "schemaVersion",
                        39,
                        "refresh",
                        "30s",
                        "time",
                        Map.of("from", "now-6h", "to", "now"),
                        "templating",
                        Map.of(
                                "list",
                                List.of(Map.of("name", "datasource", "type", "datasource", "query", "prometheus"))),
                        "panels",
                        panels))
                + "\n";
    }

    private static String title(Metric metric) {
        String words =
                metric.name().replace("event_store_", "").replace("_total", "").replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String unit(Metric metric) {
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
