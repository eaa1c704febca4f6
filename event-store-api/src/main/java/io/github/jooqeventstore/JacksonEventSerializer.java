package io.github.jooqeventstore;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payloads as JSON by Jackson 3.
 *
 * <p>The {@link #standard() standard} mapper keeps numbers exact, keeps the offset and the zone of dates, refuses to read
 * text where a number belongs or a fraction where an integer belongs, and ignores properties that a class does not have,
 * so that a program reads the events of its newer self. Polymorphic typing by class name is off and should stay off: what
 * is stored must not choose classes.
 *
 * <p>PostgreSQL writes numbers out: {@code 1E+3} comes back as {@code 1000}, and a negative zero as zero.
 */
public final class JacksonEventSerializer implements EventSerializer {

    private static final JacksonEventSerializer STANDARD = new JacksonEventSerializer(JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
            .build());

    private final JsonMapper mapper;

    /** A serializer that uses a mapper of the application's own. */
    public JacksonEventSerializer(JsonMapper mapper) {
        this.mapper = InvalidInputException.requirePresent("event serializer", "mapper", mapper);
    }

    /** The serializer that a store uses unless it is given another. */
    public static JacksonEventSerializer standard() {
        return STANDARD;
    }

    @Override
    public String serialize(Object payload) {
        try {
            return mapper.writeValueAsString(payload);
        } catch (RuntimeException e) {
            throw failure("cannot be written as JSON", payload.getClass(), e);
        }
    }

    @Override
    public <T> T deserialize(String json, Class<T> type) {
        T payload;
        try {
            payload = mapper.readValue(json, type);
        } catch (RuntimeException e) {
            throw failure("cannot be read from JSON", type, e);
        }
        if (payload == null) {
            throw new EventSerializationException(type.getName() + " cannot be read from JSON: found null");
        }
        return payload;
    }

    /** The messages of Jackson and of constructors quote the payload: only kind and path of properties are passed on. */
    private static EventSerializationException failure(String what, Class<?> type, RuntimeException e) {
        String path = e instanceof JacksonException placed ? path(placed.getPath()) : "";
        return new EventSerializationException(type.getName() + " " + what + ": "
                + e.getClass().getSimpleName() + (path.isEmpty() ? "" : " at " + path));
    }

    private static String path(List<JacksonException.Reference> path) {
        return path.stream()
                .map(step -> step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : isMap(step.from()) ? "*" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    /** The keys of a map are part of the payload, unlike the names of properties. */
    private static boolean isMap(Object from) {
        return from instanceof Map || (from instanceof Class<?> type && Map.class.isAssignableFrom(type));
    }
}
