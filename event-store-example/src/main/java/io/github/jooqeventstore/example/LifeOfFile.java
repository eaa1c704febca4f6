package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.example.FileEvent.FileAdded;
import io.github.jooqeventstore.example.FileEvent.FileRenamed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Loads what happened to a file, also under the paths that it had before. */
final class LifeOfFile {

    private final EventStore store;
    private final int repository;

    LifeOfFile(EventStore store, int repository) {
        this.store = store;
        this.repository = repository;
    }

    /** The events of the file, the oldest first; empty if there never was such a file. */
    List<RecordedEvent> load(String path) {
        List<RecordedEvent> life = new ArrayList<>();
        List<RecordedEvent> events = store.load(Names.file(repository, path));
        while (!events.isEmpty()) {
            int birth = lastRenameTo(events);
            life.addAll(0, events.subList(Math.max(birth, 0), events.size()));
            events = birth < 0 ? List.of() : before(events.get(birth));
        }
        return life;
    }

    /** Where the file last took this path from another one; -1 if it never did. */
    private static int lastRenameTo(List<RecordedEvent> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (from(events.get(i)) != null) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable String from(RecordedEvent event) {
        return event.payload() instanceof FileAdded added ? added.from() : null;
    }

    /** The events under the former path, up to the one that tells of the same renaming. */
    private List<RecordedEvent> before(RecordedEvent renamed) {
        String from = Objects.requireNonNull(from(renamed));
        String commit = renamed.metadata().correlationId();
        List<RecordedEvent> events = store.load(Names.file(repository, from));
        for (int i = 0; i < events.size(); i++) {
            RecordedEvent event = events.get(i);
            if (event.payload() instanceof FileRenamed
                    && Objects.equals(event.metadata().correlationId(), commit)) {
                return events.subList(0, i + 1);
            }
        }
        return List.of();
    }
}
