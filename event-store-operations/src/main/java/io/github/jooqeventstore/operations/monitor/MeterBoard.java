package io.github.jooqeventstore.operations.monitor;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Figures on a registry: each has a meter for as long as it is measured. For one thread. */
final class MeterBoard {
    private static final String PREFIX = "event_store_";
    private static final String TOTAL = "_total";

    /** Units that Prometheus wants at the end of a name, and Micrometer beside it. */
    private static final List<String> UNITS = List.of("seconds", "bytes", "events");

    /** Which figure it is. */
    private record Key(Metric metric, Map<String, String> labels) {}

    /** What a meter shows: read by whoever asks the registry. */
    private static final class Held {
        private final Meter meter;
        private volatile double value;

        private Held(Metric metric, Map<String, String> labels, MeterRegistry registry) {
            List<Tag> tags = labels.entrySet().stream()
                    .map(label -> Tag.of(label.getKey(), label.getValue()))
                    .toList();
            this.meter = metric.counter()
                    ? FunctionCounter.builder(name(metric), this, held -> held.value)
                            .description(metric.help())
                            .baseUnit(unit(metric))
                            .tags(tags)
                            .register(registry)
                    : Gauge.builder(name(metric), this, held -> held.value)
                            .description(metric.help())
                            .baseUnit(unit(metric))
                            .tags(tags)
                            .register(registry);
        }
    }

    private final MeterRegistry registry;
    private final Map<Key, Held> shown = new HashMap<>();

    MeterBoard(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows these and no others: what is not measured any more has no meter that would go on to say the last of it. */
    void show(List<Figure> figures) {
        Set<Key> measured = new HashSet<>();
        for (Figure figure : figures) {
            Key key = new Key(figure.metric(), figure.labels());
            measured.add(key);
            Held held = shown.computeIfAbsent(key, first -> new Held(first.metric(), first.labels(), registry));
            held.value = figure.value();
        }
        shown.entrySet().removeIf(entry -> {
            boolean gone = !measured.contains(entry.getKey());
            if (gone) {
                registry.remove(entry.getValue().meter);
            }
            return gone;
        });
    }

    /** {@return the name as Micrometer writes it: the naming of each monitoring system is its registry's} */
    static String name(Metric metric) {
        String name = withoutTotal(metric);
        String unit = unit(metric);
        return (unit == null ? name : name.substring(0, name.length() - unit.length() - 1)).replace('_', '.');
    }

    private static @Nullable String unit(Metric metric) {
        return UNITS.stream()
                .filter(unit -> withoutTotal(metric).endsWith("_" + unit))
                .findFirst()
                .orElse(null);
    }

    private static String withoutTotal(Metric metric) {
        if (!metric.name().startsWith(PREFIX)) {
            throw new IllegalArgumentException("metric " + metric.name() + ": expected to begin with " + PREFIX);
        }
        return metric.counter() && metric.name().endsWith(TOTAL)
                ? metric.name().substring(0, metric.name().length() - TOTAL.length())
                : metric.name();
    }
}
