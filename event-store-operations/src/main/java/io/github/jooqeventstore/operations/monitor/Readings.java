package io.github.jooqeventstore.operations.monitor;

import java.util.List;
import java.util.Map;

/**
 * What was measured at one time.
 *
 * @param figures what could be read
 * @param degraded why some could not, by the name of the group: an extension is missing, or a right
 */
public record Readings(List<Figure> figures, Map<String, String> degraded) {
    /** Copies. */
    public Readings {
        figures = List.copyOf(figures);
        degraded = Map.copyOf(degraded);
    }
}
