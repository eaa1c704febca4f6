package io.github.jooqeventstore.operations.monitor;

import io.github.jooqeventstore.operations.OperationsDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metrics that one query measures.
 *
 * @param name for the message when it fails
 * @param metrics what it measures
 * @param query how
 */
record Group(String name, List<Metric> metrics, Query query) {
    /** Measures. */
    @FunctionalInterface
    interface Query {
        void read(OperationsDatabase database, Sink sink);
    }

    /** Takes figures; a value that the server does not know is left out. */
    static final class Sink {
        private final List<Figure> figures = new ArrayList<>();

        void add(Metric metric, @Nullable Number value) {
            add(metric, Map.of(), value);
        }

        void add(Metric metric, Map<String, String> labels, @Nullable Number value) {
            if (value != null) {
                figures.add(new Figure(metric, labels, value.doubleValue()));
            }
        }

        List<Figure> figures() {
            return List.copyOf(figures);
        }
    }

    List<Figure> read(OperationsDatabase database) {
        Sink sink = new Sink();
        query.read(database, sink);
        return sink.figures();
    }
}
