package io.github.jooqeventstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that happened: appended, numbered, and never changed.
 *
 * <p>Payload and metadata stay what the server sent, bytes of JSON, until they are asked for. Two recorded events are equal when they have the same id and the same
 * position.
 */
public final class RecordedEvent {

    private final EventCodec codec;
    private final StreamId stream;
    private final long version;
    private final long position;
    private final Instant createdAt;
    private final UUID id;
    private final int schemaVersion;
    private final String type;
    private final byte[] data;
    private final byte[] metadata;

    RecordedEvent(
            EventCodec codec,
            StreamId stream,
            long version,
            long position,
            Instant createdAt,
            UUID id,
            int schemaVersion,
            String type,
            byte[] data,
            byte[] metadata) {
        this.codec = codec;
        this.stream = stream;
        this.version = version;
        this.position = position;
        this.createdAt = createdAt;
        this.id = id;
        this.schemaVersion = schemaVersion;
        this.type = type;
        this.data = data;
        this.metadata = metadata;
    }

    /** The stream that it belongs to. */
    public StreamId stream() {
        return stream;
    }

    /** Its place in the stream: 1, 2, 3 and so on without gaps. */
    public long version() {
        return version;
    }

    /** Its place in the order of the whole store: rising, with gaps. */
    public long position() {
        return position;
    }

    /** When it was appended, by the clock of the database server. */
    public Instant createdAt() {
        return createdAt;
    }

    /** Its identity, given by whoever appended it. */
    public UUID id() {
        return id;
    }

    /** The name of its type, as it is stored. */
    public String type() {
        return type;
    }

    /** The version of the shape in which its payload is stored, 1 or more. */
    public int schemaVersion() {
        return schemaVersion;
    }

    /**
     * What it says, as an object of the class that {@link EventTypes} knows for its type, lifted by {@link Upcaster}s if
     * it was stored in an older shape; read anew at each call.
     *
     * @throws UnknownEventTypeException if the store knows no class for the type
     * @throws NewerSchemaVersionException if a newer program has stored it in a shape that this one does not know
     * @throws EventSerializationException if the JSON is not what the class expects
     */
    public Object payload() {
        return codec.decode(this);
    }

    /**
     * What it says, as an object of this class, whether or not {@link EventTypes} knows it; read anew at each call. Lifted
     * as for {@link #payload()} if the type is known, else as it is stored.
     *
     * @throws NewerSchemaVersionException if the type is known, and the shape newer than this program knows
     * @throws EventSerializationException if the JSON is not what the class expects
     */
    public <T> T payload(Class<T> payloadType) {
        return codec.decode(this, InvalidInputException.requirePresent("event " + this, "payload type", payloadType));
    }

    /** What it says, as the JSON that PostgreSQL keeps: keys in its order, numbers written out; never lifted. A new text at each call. */
    public String json() {
        return new String(data, UTF_8);
    }

    /**
     * What is known about it; read anew at each call.
     *
     * @throws EventSerializationException if another program has stored what cannot be read
     */
    public EventMetadata metadata() {
        return MetadataJson.read(this);
    }

    /** What is known about it, as the JSON that PostgreSQL keeps. */
    public String metadataJson() {
        return new String(metadata, UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordedEvent event && position == event.position && id.equals(event.id);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(position);
    }

    /** Stream, version, type and position, as in {@code order-42@3 order-placed (position 17)}; not the payload. */
    @Override
    public String toString() {
        return stream + "@" + version + " " + type + " (position " + position + ")";
    }
}
