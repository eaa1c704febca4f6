package io.github.jooqeventstore.operations.backup;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The files of JSON in a backup. What a later version of the same format adds is passed over. */
final class BackupJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private BackupJson() {}

    static byte[] bytes(Object value) {
        return JSON.writeValueAsBytes(value);
    }

    /** Throws a {@link JacksonException} where the bytes are no such value. */
    static <T> T read(byte[] bytes, Class<T> type) {
        return JSON.readValue(bytes, type);
    }

    /** The version of the format alone: whether the rest can be read depends on it. */
    static int format(byte[] manifest) {
        return JSON.readTree(manifest).path("format").asInt(0);
    }
}
