package io.github.jooqeventstore;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an event besides what it says: who, because of what, in which conversation.
 *
 * <p>Stored as one JSON object with text values, so that {@code metadata ->> 'user_id'} finds them. Immutable.
 *
 * @param values the entries, in the order in which they were given; where a program of another kind has stored a value
 *     that is no text, it stands here as its JSON
 */
public record EventMetadata(Map<String, String> values) {

    /** The key of {@link #correlationId()}. */
    public static final String CORRELATION_ID = "correlation_id";

    /** The key of {@link #causationId()}. */
    public static final String CAUSATION_ID = "causation_id";

    /** The key of {@link #userId()}. */
    public static final String USER_ID = "user_id";

    /** The key of {@link #occurredAt()}. */
    public static final String OCCURRED_AT = "occurred_at";

    private static final EventMetadata NONE = new EventMetadata(Map.of());

    /**
     * Makes metadata of entries.
     *
     * @throws InvalidInputException if a key or a value is null or holds a character that PostgreSQL cannot store
     */
    public EventMetadata {
        InvalidInputException.requirePresent("event metadata", "entries", values);
        values.forEach((key, value) -> {
            Names.checkText("event metadata key", InvalidInputException.requirePresent("event metadata", "key", key));
            Names.checkText(
                    "event metadata " + key,
                    InvalidInputException.requirePresent("event metadata " + key, "value", value));
        });
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    private EventMetadata(EventMetadata base, String key, String value) {
        this(extended(base.values, key, value));
    }

    private static Map<String, String> extended(Map<String, String> values, String key, String value) {
        Map<String, String> extended = new LinkedHashMap<>(values);
        extended.put(key, value);
        return extended;
    }

    /** No metadata. */
    public static EventMetadata none() {
        return NONE;
    }

    /** Metadata of one entry. */
    public static EventMetadata of(String key, String value) {
        return NONE.with(key, value);
    }

    /** This and one entry more, which replaces an entry of the same key. */
    public EventMetadata with(String key, String value) {
        return new EventMetadata(this, key, value);
    }

    /** This, with the id of the conversation that the event belongs to. */
    public EventMetadata withCorrelationId(String id) {
        return with(CORRELATION_ID, id);
    }

    /** This, with the id of the message or event that led to the event. */
    public EventMetadata withCausationId(String id) {
        return with(CAUSATION_ID, id);
    }

    /** This, with the id of the event that led to the event. */
    public EventMetadata withCausationId(UUID id) {
        return with(
                CAUSATION_ID,
                InvalidInputException.requirePresent("event metadata " + CAUSATION_ID, "value", id)
                        .toString());
    }

    /** This, with the id of the user who caused the event. */
    public EventMetadata withUserId(String id) {
        return with(USER_ID, id);
    }

    /**
     * This, with the time at which the event happened: for events that are stored later than they happened, as all of an
     * import are. Written as ISO 8601 in UTC, which {@code (metadata ->> 'occurred_at')::timestamptz} reads.
     */
    public EventMetadata withOccurredAt(Instant time) {
        return with(
                OCCURRED_AT,
                InvalidInputException.requirePresent("event metadata " + OCCURRED_AT, "value", time)
                        .toString());
    }

    /** The value of a key, null if there is none. */
    public @Nullable String get(String key) {
        return values.get(key);
    }

    /** The id of the conversation that the event belongs to, null if none was given. */
    public @Nullable String correlationId() {
        return get(CORRELATION_ID);
    }

    /** The id of what led to the event, null if none was given. */
    public @Nullable String causationId() {
        return get(CAUSATION_ID);
    }

    /** The id of the user who caused the event, null if none was given. */
    public @Nullable String userId() {
        return get(USER_ID);
    }

    /**
     * The time at which the event happened, null if none was given or it is no time in ISO 8601: {@link #get} shows it as
     * it stands. See {@link RecordedEvent#createdAt()} for the time at which it was stored.
     */
    public @Nullable Instant occurredAt() {
        String time = get(OCCURRED_AT);
        try {
            return time == null ? null : OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
