package io.github.jooqeventstore.operations.monitor;

/**
 * Something that is measured.
 *
 * @param name as Prometheus wants it, with its unit: {@code event_store_archive_age_seconds}
 * @param help one sentence
 * @param counter whether it only ever rises; else it is a gauge
 */
public record Metric(String name, String help, boolean counter) {
    static Metric gauge(String name, String help) {
        return new Metric("event_store_" + name, help, false);
    }

    static Metric counter(String name, String help) {
        return new Metric("event_store_" + name, help, true);
    }
}
