package io.github.jooqeventstore;

import java.util.UUID;

/** An event as it is sent: every value checked, the payload and the metadata as JSON. */
record EncodedEvent(UUID id, String type, int schemaVersion, String data, String metadata) {}
