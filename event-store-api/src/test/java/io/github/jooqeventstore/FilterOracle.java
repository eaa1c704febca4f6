package io.github.jooqeventstore;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What filters mean, told without SQL: for an event a filter holds or it does not.
 *
 * @param conditions what the jOOQ conditions mean that appear in filters
 */
record FilterOracle(Map<Condition, Predicate<RecordedEvent>> conditions) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    boolean holds(EventFilter filter, RecordedEvent event) {
        return switch (filter) {
            case EventFilter.Everything everything -> true;
            case EventFilter.OfStream one -> event.stream().equals(one.stream());
            case EventFilter.OfStreamPrefix begin -> event.stream().value().startsWith(begin.prefix());
            case EventFilter.OfTypes some -> some.types().contains(event.type());
            case EventFilter.Created created ->
                (created.from() == null || !event.createdAt().isBefore(created.from()))
                        && (created.before() == null || event.createdAt().isBefore(created.before()));
            case EventFilter.Metadata entry ->
                entry.value().equals(text(JSON.readTree(event.metadataJson()).get(entry.key())));
            case EventFilter.Payload entry -> entry.value().equals(text(at(event, entry.path())));
            case EventFilter.PayloadContains part ->
                containsAtTheTop(JSON.readTree(event.json()), JSON.readTree(part.json()));
            case EventFilter.OfPartition one ->
                throw new UnsupportedOperationException("the hash is the server's: " + one);
            case EventFilter.Matching given ->
                conditions.getOrDefault(given.condition(), unknown -> false).test(event);
            case EventFilter.And all -> all.filters().stream().allMatch(each -> holds(each, event));
            case EventFilter.Or one -> one.filters().stream().anyMatch(each -> holds(each, event));
            case EventFilter.Not negated -> !holds(negated.filter(), event);
        };
    }

    private static @Nullable JsonNode at(RecordedEvent event, List<String> path) {
        JsonNode node = JSON.readTree(event.json());
        for (String key : path) {
            node = node == null ? null : node.get(key);
        }
        return node;
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        return node.isString() ? node.stringValue() : node.toString();
    }

    /** PostgreSQL lets an array contain a value by itself, but only as a whole. */
    private static boolean containsAtTheTop(JsonNode whole, JsonNode part) {
        boolean held =
                whole.isArray() && part.isValueNode() && whole.valueStream().anyMatch(value -> contains(value, part));
        return held || contains(whole, part);
    }

    private static boolean contains(JsonNode whole, JsonNode part) {
        if (whole.isObject() && part.isObject()) {
            return part.propertyStream().allMatch(property -> {
                JsonNode value = whole.get(property.getKey());
                return value != null && contains(value, property.getValue());
            });
        }
        if (whole.isArray() && part.isArray()) {
            return part.valueStream()
                    .allMatch(wanted -> whole.valueStream().anyMatch(value -> contains(value, wanted)));
        }
        if (whole.isNumber() && part.isNumber()) {
            return whole.decimalValue().compareTo(part.decimalValue()) == 0;
        }
        return whole.isValueNode() && whole.equals(part);
    }
}
