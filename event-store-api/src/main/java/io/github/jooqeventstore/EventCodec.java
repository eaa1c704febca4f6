package io.github.jooqeventstore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Between the objects of the application and the JSON of the database; needs no connection. */
final class EventCodec {

    /** All payloads of one append travel in one message, which PostgreSQL limits to 1 GiB. */
    private static final long MAX_APPEND_CHARACTERS = 256L << 20;

    private final EventTypes types;
    private final EventSerializer serializer;
    private final int maxPayloadBytes;

    EventCodec(EventTypes types, EventSerializer serializer, int maxPayloadBytes) {
        this.types = types;
        this.serializer = serializer;
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /** The events of all appends, encoded; the list of each append stands where the append stands. */
    List<List<EncodedEvent>> encode(List<StreamAppend> appends) {
        List<List<EncodedEvent>> encoded = new ArrayList<>(appends.size());
        Set<UUID> ids = new HashSet<>();
        boolean several = appends.size() > 1 || appends.getFirst().events().size() > 1;
        long characters = 0;
        for (StreamAppend append : appends) {
            List<EncodedEvent> events = new ArrayList<>(append.events().size());
            for (NewEvent event : append.events()) {
                String subject = "event " + (events.size() + 1) + " of stream " + append.stream();
                if (several && !ids.add(event.id())) {
                    throw new InvalidInputException(
                            subject, "must have an id of its own, found " + event.id() + " twice in one append");
                }
                EncodedEvent done = encode(subject, event);
                events.add(done);
                characters += (long) done.data().length() + done.metadata().length();
                if (characters > MAX_APPEND_CHARACTERS) {
                    throw new InvalidInputException(
                            "append",
                            "must have at most " + MAX_APPEND_CHARACTERS
                                    + " characters of payload and metadata, found more");
                }
            }
            encoded.add(events);
        }
        return encoded;
    }

    /** One event of an import. */
    EncodedEvent encode(StreamId stream, long version, NewEvent event) {
        String subject = "event " + version + " of stream " + stream;
        EncodedEvent encoded = encode(subject, event);
        if ((long) encoded.data().length() + encoded.metadata().length() > MAX_APPEND_CHARACTERS) {
            throw new InvalidInputException(
                    subject,
                    "must have at most " + MAX_APPEND_CHARACTERS + " characters of payload and metadata, found more");
        }
        return encoded;
    }

    private EncodedEvent encode(String subject, NewEvent event) {
        JsonEvent json = event.payload() instanceof JsonEvent given ? given : serialize(subject, event.payload());
        String metadata = MetadataJson.write(event.metadata());
        StorableJson.check(subject, json.json(), maxPayloadBytes);
        StorableJson.checkMetadata(subject, metadata, maxPayloadBytes);
        return new EncodedEvent(event.id(), json.type(), json.schemaVersion(), json.json(), metadata);
    }

    private JsonEvent serialize(String subject, Object payload) {
        EventTypes.Type type = types.ofPayload(payload);
        try {
            return new JsonEvent(type.name(), type.schemaVersion(), serializer.serialize(payload));
        } catch (EventSerializationException e) {
            throw new EventSerializationException(subject + " (" + type.name() + "): " + e.getMessage());
        }
    }

    /** The payload of an event as an object of the class that its type stands for. */
    Object decode(RecordedEvent event) {
        Supplier<String> subject = () -> "event " + event;
        EventTypes.Type type = types.current(subject, event.type(), event.schemaVersion());
        return read(subject, lifted(subject, event, type), type.payload());
    }

    /** The same as an object of that class; lifted where the type is known, and as it is stored where it is not. */
    <T> T decode(RecordedEvent event, Class<T> payloadType) {
        Supplier<String> subject = () -> "event " + event;
        String json = types.knows(event.type())
                ? lifted(subject, event, types.current(subject, event.type(), event.schemaVersion()))
                : event.json();
        return read(subject, json, payloadType);
    }

    private String lifted(Supplier<String> subject, RecordedEvent event, EventTypes.Type type) {
        return types.lift(subject, event.type(), event.schemaVersion(), event.json(), type);
    }

    private <T> T read(Supplier<String> subject, String json, Class<T> type) {
        try {
            return serializer.deserialize(json, type);
        } catch (EventSerializationException e) {
            throw new EventSerializationException(subject.get() + ": " + e.getMessage());
        }
    }
}
