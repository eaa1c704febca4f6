package io.github.jooqeventstore.operations.monitor;

import java.util.List;
import java.util.Map;

/**
 * When somebody is to be called, and what for.
 *
 * @param name of the alert
 * @param expression in Prometheus' language
 * @param duration how long it must hold, {@code 5m} for instance
 * @param page whether somebody is woken up; else it waits for the morning
 * @param summary one sentence: what is wrong
 * @param action the command that tells more or mends it
 */
public record AlertRule(String name, String expression, String duration, boolean page, String summary, String action) {

    /** {@return the rules of a store in production} */
    public static List<AlertRule> all() {
        return AlertRules.ALL;
    }

    /** {@return the rules as a file that Prometheus loads; JSON, which is YAML} */
    static Map<String, Object> file(List<AlertRule> rules) {
        return Map.of(
                "groups",
                List.of(Map.of(
                        "name",
                        "event-store",
                        "rules",
                        rules.stream().map(AlertRule::entry).toList())));
    }

    private Map<String, Object> entry() {
        return Map.of(
                "alert", name,
                "expr", expression,
                "for", duration,
                "labels", Map.of("severity", page ? "page" : "ticket"),
                "annotations", Map.of("summary", summary, "action", action));
    }
}
