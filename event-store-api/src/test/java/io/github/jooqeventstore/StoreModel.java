package io.github.jooqeventstore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event store promises, kept in memory: lists of events, and what an append does to them. */
final class StoreModel {

    /** What an append comes to. */
    sealed interface Outcome {}

    /** Where the events of each part stand, and whether they stood there before. */
    record Accepted(List<Place> places) implements Outcome {}

    /** The exception, the stream that it names, and the version that it has found. */
    record Refused(
            Class<? extends EventStoreException> by,
            StreamId stream,
            @Nullable Long found) implements Outcome {}

    record Place(StreamId stream, long firstVersion, long lastVersion, boolean repeated) {}

    private record Stored(StreamId stream, long version) {}

    private final Map<StreamId, List<NewEvent>> streams = new HashMap<>();
    private final Map<UUID, Stored> byId = new HashMap<>();
    private final Set<StreamId> archived = new HashSet<>();

    StoreModel copy() {
        StoreModel copy = new StoreModel();
        streams.forEach((stream, events) -> copy.streams.put(stream, new ArrayList<>(events)));
        copy.byId.putAll(byId);
        copy.archived.addAll(archived);
        return copy;
    }

    List<NewEvent> events(StreamId stream) {
        return streams.getOrDefault(stream, List.of());
    }

    boolean holds(NewEvent event) {
        return byId.containsKey(event.id());
    }

    void archive(StreamId stream) {
        if (streams.containsKey(stream)) {
            archived.add(stream);
        }
    }

    Outcome append(List<StreamAppend> parts) {
        boolean known = parts.stream().flatMap(part -> part.events().stream()).anyMatch(this::holds);
        List<Place> places = new ArrayList<>();
        for (StreamAppend part : parts) {
            Refused refused = known ? refusalOfIds(part) : refusalOfStream(part);
            if (refused != null) {
                return refused;
            }
            long first = known
                    ? versionOf(part.events().getFirst())
                    : events(part.stream()).size() + 1L;
            places.add(new Place(part.stream(), first, first + part.events().size() - 1, known));
        }
        if (!known) {
            parts.forEach(this::write);
        }
        return new Accepted(places);
    }

    private long versionOf(NewEvent event) {
        Stored stored = byId.get(event.id());
        return stored == null ? 0 : stored.version();
    }

    private void write(StreamAppend part) {
        List<NewEvent> events = streams.computeIfAbsent(part.stream(), first -> new ArrayList<>());
        for (NewEvent event : part.events()) {
            events.add(event);
            byId.put(event.id(), new Stored(part.stream(), events.size()));
        }
    }

    /** Known ids are the first result where they stand on the stream of the part, in its order, side by side. */
    private @Nullable Refused refusalOfIds(StreamAppend part) {
        long next = versionOf(part.events().getFirst());
        for (NewEvent event : part.events()) {
            if (!new Stored(part.stream(), next++).equals(byId.get(event.id()))) {
                return new Refused(EventIdAlreadyUsedException.class, part.stream(), null);
            }
        }
        return null;
    }

    private @Nullable Refused refusalOfStream(StreamAppend part) {
        if (archived.contains(part.stream())) {
            return new Refused(StreamArchivedException.class, part.stream(), null);
        }
        long version = events(part.stream()).size();
        boolean holds = switch (part.expected()) {
            case ExpectedVersion.Any any -> true;
            case ExpectedVersion.NoStream none -> version == 0;
            case ExpectedVersion.StreamExists some -> version > 0;
            case ExpectedVersion.Exactly exactly -> version == exactly.version();
        };
        return holds
                ? null
                : new Refused(WrongExpectedVersionException.class, part.stream(), version == 0 ? null : version);
    }
}
