package io.github.jooqeventstore.operations.runbook;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Values as JSON that people can read, too. */
final class EvidenceJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private EvidenceJson() {}

    static String text(Object value) {
        return JSON.writeValueAsString(value) + "\n";
    }
}
