package io.github.jooqeventstore;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON on its way through a chain of upcasters: parsed once for those that change objects, and only for them. */
final class LiftedJson {

    /** Numbers stay what they are, to the last digit. */
    static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final @Nullable String text;
    private final @Nullable ObjectNode object;

    private LiftedJson(@Nullable String text, @Nullable ObjectNode object) {
        this.text = text;
        this.object = object;
    }

    static LiftedJson of(String text) {
        return new LiftedJson(text, null);
    }

    LiftedJson liftText(UnaryOperator<String> lift) {
        return of(requireResult(lift.apply(text())));
    }

    LiftedJson liftObject(UnaryOperator<ObjectNode> lift) {
        return new LiftedJson(null, requireResult(lift.apply(object())));
    }

    String text() {
        return text == null ? EXACT.writeValueAsString(object) : text;
    }

    private ObjectNode object() {
        if (object != null) {
            return object;
        }
        JsonNode parsed = EXACT.readTree(text);
        if (parsed instanceof ObjectNode found) {
            return found;
        }
        throw new EventSerializationException("expected a JSON object, found " + parsed.getNodeType());
    }

    private static <T> T requireResult(@Nullable T result) {
        if (result == null) {
            throw new EventSerializationException("expected JSON as the result, found null");
        }
        return result;
    }
}
