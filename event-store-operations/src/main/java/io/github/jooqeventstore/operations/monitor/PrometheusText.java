package io.github.jooqeventstore.operations.monitor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures in the text format that Prometheus reads (version 0.0.4 of its exposition formats). */
public final class PrometheusText {
    /** The format's media type. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {}

    /** {@return the text, each metric once, with what it means} */
    public static String of(List<Figure> figures) {
        Map<Metric, List<Figure>> byMetric = figures.stream()
                .collect(Collectors.groupingBy(Figure::metric, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        byMetric.forEach((metric, values) -> {
            text.append("# HELP ")
                    .append(metric.name())
                    .append(' ')
                    .append(metric.help())
                    .append('\n');
            text.append("# TYPE ").append(metric.name()).append(metric.counter() ? " counter\n" : " gauge\n");
            values.forEach(figure -> text.append(line(figure)));
        });
        return text.toString();
    }

    private static String line(Figure figure) {
        String labels = figure.labels().entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                .collect(Collectors.joining(","));
        double value = figure.value();
        String number = value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
        return figure.metric().name() + (labels.isEmpty() ? "" : "{" + labels + "}") + " " + number + "\n";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
