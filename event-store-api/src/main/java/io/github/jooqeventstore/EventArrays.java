package io.github.jooqeventstore;

import java.util.List;
import java.util.UUID;

/** Events in columns, as a statement takes them. */
record EventArrays(List<EncodedEvent> events) {

    static EventArrays of(List<EncodedEvent> events) {
        return new EventArrays(events);
    }

    Binds bind(Binds binds) {
        return binds.set(Parameter.IDS, events.stream().map(EncodedEvent::id).toArray(UUID[]::new))
                .set(Parameter.TYPES, events.stream().map(EncodedEvent::type).toArray(String[]::new))
                .set(
                        Parameter.SCHEMA_VERSIONS,
                        events.stream().map(EncodedEvent::schemaVersion).toArray(Integer[]::new))
                .set(Parameter.DATAS, events.stream().map(EncodedEvent::data).toArray(String[]::new))
                .set(
                        Parameter.METADATAS,
                        events.stream().map(EncodedEvent::metadata).toArray(String[]::new));
    }
}
