package io.github.jooqeventstore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A part of an import, ready to be copied: its events, and the rows of the streams that begin with them. */
final class ImportChunk {

    /** A tenth of a second's work for a server, against which the four round trips of a chunk are nothing. */
    private static final int FULL = 4 << 20;

    private final CopyRows events = new CopyRows();
    private final CopyRows streams = new CopyRows();
    private final List<ImportedStreams.Head> created = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();
    private final List<StreamId> streamOfEach = new ArrayList<>();

    void clear() {
        events.clear();
        streams.clear();
        created.clear();
        ids.clear();
        streamOfEach.clear();
    }

    boolean isFull() {
        return events.size() >= FULL;
    }

    void add(StreamId stream, ImportedStreams.Head head, EncodedEvent event) {
        if (head.isNew()) {
            created.add(head);
        }
        ids.add(event.id());
        streamOfEach.add(stream);
        events.row(7)
                .text(stream.value())
                .int8(head.next())
                .uuid(event.id())
                .text(event.type())
                .int4(event.schemaVersion())
                .jsonb(event.data())
                .jsonb(event.metadata());
    }

    /** No event will be added: the streams have come to the versions that their rows say. */
    void seal() {
        // Whoever creates the same streams at this moment does so in the same order: one waits, neither blocks the
        // other.
        created.sort(Comparator.comparing(ImportedStreams.Head::name));
        for (ImportedStreams.Head head : created) {
            streams.row(2).text(head.name()).int8(head.write());
        }
    }

    /** Rows of streams; none if all events belong to streams of earlier chunks. */
    @Nullable
    CopyRows streams() {
        return created.isEmpty() ? null : streams;
    }

    CopyRows events() {
        return events;
    }

    String[] createdStreams() {
        return created.stream().map(ImportedStreams.Head::name).toArray(String[]::new);
    }

    UUID[] ids() {
        return ids.toArray(UUID[]::new);
    }

    /** The stream that an event is to belong to; null if it is none of this chunk. */
    @Nullable
    StreamId streamOf(UUID id) {
        int index = ids.indexOf(id);
        return index < 0 ? null : streamOfEach.get(index);
    }
}
