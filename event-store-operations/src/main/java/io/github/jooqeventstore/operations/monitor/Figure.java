package io.github.jooqeventstore.operations.monitor;

import java.util.Map;
import java.util.TreeMap;

/**
 * One value of a metric.
 *
 * @param metric what is measured
 * @param labels which of them, by name
 * @param value in the metric's unit
 */
public record Figure(Metric metric, Map<String, String> labels, double value) {
    /** Copies; labels are kept in the order of their names. */
    public Figure {
        labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
