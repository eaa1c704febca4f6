package io.github.jooqeventstore;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Metadata as a JSON object and back. */
final class MetadataJson {

    private static final JsonFactory JSON = new JsonFactory();

    private MetadataJson() {}

    static String write(EventMetadata metadata) {
        StringBuilder text = new StringBuilder(64 * metadata.values().size() + 2);
        for (Map.Entry<String, String> entry : metadata.values().entrySet()) {
            if (mustBeEscaped(entry.getKey()) || mustBeEscaped(entry.getValue())) {
                return writeEscaped(metadata);
            }
            text.append(text.isEmpty() ? "{\"" : ",\"").append(entry.getKey()).append("\":\"");
            text.append(entry.getValue()).append('"');
        }
        return text.isEmpty() ? "{}" : text.append('}').toString();
    }

    private static boolean mustBeEscaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return true;
            }
        }
        return false;
    }

    private static String writeEscaped(EventMetadata metadata) {
        StringWriter text = new StringWriter(32 * metadata.values().size());
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            metadata.values().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Values that are no text, which only other programs write, stand as the JSON that PostgreSQL keeps. */
    static EventMetadata read(RecordedEvent event) {
        try {
            return read(event.metadataJson());
        } catch (JacksonException | InvalidInputException e) {
            throw new EventSerializationException("event " + event + ": metadata cannot be read from JSON: "
                    + e.getClass().getSimpleName());
        }
    }

    private static EventMetadata read(String json) {
        if (json.equals("{}")) {
            return EventMetadata.none();
        }
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String key = parser.currentName();
                    JsonToken value = parser.nextToken();
                    values.put(key, value.isStructStart() ? jsonAt(parser, json) : parser.getString());
                }
            }
        }
        return new EventMetadata(values);
    }

    private static String jsonAt(JsonParser parser, String json) {
        long begin = parser.currentTokenLocation().getCharOffset();
        long end = parser.skipChildren().currentTokenLocation().getCharOffset();
        return json.substring((int) begin, (int) end + 1);
    }
}
