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
     * {@return a Grafana dashboard: what applications publish, then a panel for each metric, in the order in which they are
     * defined}
     *
     * @param metrics which
     */
    public static String dashboard(List<Metric> metrics) {
        List<Panel> panels = new ArrayList<>(Panel.OF_APPLICATIONS);
        metrics.stream().map(Panel::of).forEach(panels::add);
        List<Object> entries = new ArrayList<>();
        for (Panel panel : panels) {
            entries.add(panel.entry(entries.size() + 1, place(entries.size())));
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
                        entries))
                + "\n";
    }

    private static Map<String, Integer> place(int number) {
        return Map.of("x", number % COLUMNS * WIDTH, "y", number / COLUMNS * HEIGHT, "w", WIDTH, "h", HEIGHT);
    }
}
