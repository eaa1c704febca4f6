package io.github.jooqeventstore;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Which events: a value that composes, can be kept in a constant, and becomes SQL where it is used.
 *
 * <pre>{@code
 * EventFilter.streamPrefix("order-").and(EventFilter.ofTypes("order-placed")).and(EventFilter.metadata("user_id", "7"))
 * }</pre>
 */
public sealed interface EventFilter {

    /** Every event. */
    record Everything() implements EventFilter {}

    /** The events of one stream. */
    record OfStream(StreamId stream) implements EventFilter {
        /** Refuses null. */
        public OfStream {
            InvalidInputException.requirePresent("event filter", "stream", stream);
        }
    }

    /** The events of all streams whose names begin so. */
    record OfStreamPrefix(String prefix) implements EventFilter {
        /** Refuses what no stream's name begins with. */
        public OfStreamPrefix {
            Names.check("stream prefix", prefix);
        }
    }

    /** The events of these types; none at all if the set is empty. */
    record OfTypes(Set<String> types) implements EventFilter {
        /** Copies the names, sorted: equal filters make equal SQL. */
        public OfTypes {
            InvalidInputException.requirePresent("event filter", "types", types);
            types.forEach(type -> Names.check("event type", type));
            types = Collections.unmodifiableSet(new TreeSet<>(types));
        }
    }

    /** The events appended from one moment on and before another; null leaves that end open. */
    record Created(@Nullable Instant from, @Nullable Instant before) implements EventFilter {}

    /** The events whose metadata holds this text under this key. */
    record Metadata(String key, String value) implements EventFilter {
        /** Refuses keys and values that metadata cannot hold. */
        public Metadata {
            Names.checkText("event metadata key", InvalidInputException.requirePresent("event metadata", "key", key));
            Names.checkText(
                    "event metadata " + key,
                    InvalidInputException.requirePresent("event metadata " + key, "value", value));
        }
    }

    /** The events whose payload holds this text, number or truth value, compared as text, at this path of keys. */
    record Payload(List<String> path, String value) implements EventFilter {
        /** Copies the path; refuses an empty one. */
        public Payload {
            InvalidInputException.requirePresent("payload filter", "path", path);
            if (path.isEmpty()) {
                throw new InvalidInputException("payload filter", "path must have a key, found none");
            }
            path.forEach(key -> Names.checkText(
                    "payload filter", InvalidInputException.requirePresent("payload filter", "key", key)));
            Names.checkText("payload filter", InvalidInputException.requirePresent("payload filter", "value", value));
            path = List.copyOf(path);
        }
    }

    /** The events whose payload contains this JSON, as operator {@code @>} means it. */
    record PayloadContains(String json) implements EventFilter {
        /** Refuses what is no JSON. */
        public PayloadContains {
            StorableJson.check(
                    "payload filter",
                    InvalidInputException.requirePresent("payload filter", "json", json),
                    Integer.MAX_VALUE);
        }
    }

    /**
     * The events of the streams of one partition: hash {@code hashtextextended(stream_id, 0)} of the server, without its
     * sign, modulo the number of partitions.
     */
    record OfPartition(int partition, int partitions) implements EventFilter {
        /** Refuses a partition that is none of them. */
        public OfPartition {
            if (partition < 0 || partition >= partitions) {
                throw new InvalidInputException(
                        "event filter",
                        "partition must be 0 or more and less than their number " + partitions + ", found "
                                + partition);
            }
        }
    }

    /** The events that a jOOQ condition over {@code EVENTS} holds for. */
    record Matching(Condition condition) implements EventFilter {
        /** Refuses null. */
        public Matching {
            InvalidInputException.requirePresent("event filter", "condition", condition);
        }
    }

    /** The events that all of these filters hold for; every event if there are none. */
    record And(List<EventFilter> filters) implements EventFilter {
        /** Copies the filters. */
        public And {
            filters = InvalidInputException.requireAllPresent("event filter", "filters", filters);
        }
    }

    /** The events that one of these filters holds for; none if there are none. */
    record Or(List<EventFilter> filters) implements EventFilter {
        /** Copies the filters. */
        public Or {
            filters = InvalidInputException.requireAllPresent("event filter", "filters", filters);
        }
    }

    /** The events that this filter does not hold for. */
    record Not(EventFilter filter) implements EventFilter {
        /** Refuses null. */
        public Not {
            InvalidInputException.requirePresent("event filter", "filter", filter);
        }
    }

    /** Every event. */
    static EventFilter everything() {
        return new Everything();
    }

    /** The events of one stream. */
    static EventFilter ofStream(StreamId stream) {
        return new OfStream(stream);
    }

    /** The events of all streams whose names begin so; their index is used. */
    static EventFilter streamPrefix(String prefix) {
        return new OfStreamPrefix(prefix);
    }

    /** The events of these types; their index is used. See also {@link EventTypes#filter}. */
    static EventFilter ofTypes(String... types) {
        return ofTypes(Arrays.asList(InvalidInputException.requirePresent("event filter", "types", types)));
    }

    /** The events of these types; their index is used. */
    static EventFilter ofTypes(Iterable<String> types) {
        Set<String> names = new TreeSet<>();
        InvalidInputException.requirePresent("event filter", "types", types)
                .forEach(type -> names.add(Names.check("event type", type)));
        return new OfTypes(names);
    }

    /** The events appended from this moment on, by the clock of the server. */
    static EventFilter createdFrom(Instant from) {
        return new Created(from, null);
    }

    /** The events appended before this moment, by the clock of the server. */
    static EventFilter createdBefore(Instant before) {
        return new Created(null, before);
    }

    /** The events appended from one moment on and before another. */
    static EventFilter createdBetween(Instant from, Instant before) {
        return new Created(from, before);
    }

    /** The events whose metadata holds this text under this key. */
    static EventFilter metadata(String key, String value) {
        return new Metadata(key, value);
    }

    /** The events whose payload holds this text, number or truth value, compared as text, at this path of keys. */
    static EventFilter payload(List<String> path, String value) {
        return new Payload(path, value);
    }

    /** The events whose payload holds this text, number or truth value, compared as text, under this key. */
    static EventFilter payload(String key, String value) {
        return new Payload(Collections.singletonList(key), value);
    }

    /** The events whose payload contains this JSON, as operator {@code @>} means it. */
    static EventFilter payloadContains(String json) {
        return new PayloadContains(json);
    }

    /**
     * The events of the streams of one partition out of so many, by a hash of the stream's name that never changes.
     *
     * @param partition the number of the partition, from 0 on
     * @param partitions how many there are, 1 or more
     */
    static EventFilter ofPartition(int partition, int partitions) {
        return new OfPartition(partition, partitions);
    }

    /** The events that a jOOQ condition over {@code EVENTS} holds for. */
    static EventFilter matching(Condition condition) {
        return new Matching(condition);
    }

    /** The events that both filters hold for. */
    default EventFilter and(EventFilter other) {
        return new And(Arrays.asList(this, other));
    }

    /** The events that one of the filters holds for. */
    default EventFilter or(EventFilter other) {
        return new Or(Arrays.asList(this, other));
    }

    /** The events that this filter does not hold for. */
    default EventFilter not() {
        return new Not(this);
    }

    /** The filter as a jOOQ condition over {@code EVENTS}, for queries of the caller's own. */
    default Condition condition() {
        return FilterCondition.of(this);
    }
}
