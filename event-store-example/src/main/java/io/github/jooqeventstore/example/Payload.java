package io.github.jooqeventstore.example;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.jsonbGetAttribute;
import static org.jooq.impl.DSL.jsonbGetAttributeAsText;

import io.github.jooqeventstore.EventMetadata;
import org.jooq.Field;
import org.jooq.JSONB;

/** The fields of the example's events for queries, each written once. */
final class Payload {

    static final Field<String> PATH = text(EVENTS.EVENT_DATA, "path");
    static final Field<String> COMMITTED_AT = text(EVENTS.EVENT_DATA, "committedAt");
    static final Field<String> FILES = text(EVENTS.EVENT_DATA, "files");
    static final Field<String> CONTENT_KIND = text(content(), "kind");
    static final Field<String> CONTENT_ID = text(content(), "id");
    static final Field<String> AUTHOR = text(EVENTS.METADATA, EventMetadata.USER_ID);

    private Payload() {}

    private static Field<JSONB> content() {
        return jsonbGetAttribute(EVENTS.EVENT_DATA, inline("content"));
    }

    /** The name stands in the SQL, and is no bind value: the same field is then the same everywhere in a query. */
    private static Field<String> text(Field<JSONB> json, String attribute) {
        return jsonbGetAttributeAsText(json, inline(attribute)).coerce(String.class);
    }
}
