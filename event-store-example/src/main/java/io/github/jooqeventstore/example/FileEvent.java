package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a file, as it is stored in the file's stream. Who did it, and in which commit, is metadata. */
sealed interface FileEvent {

    /** The file's path. */
    String path();

    /** When it was committed, by the clock of the committer. */
    Instant committedAt();

    /**
     * The file came to be.
     *
     * @param from the path that it had before, if it was renamed; null if it is new
     */
    @EventType("FileAdded")
    record FileAdded(String path, Content content, @Nullable String from, Instant committedAt) implements FileEvent {}

    /** The file has other content, or is of another kind. */
    @EventType("FileChanged")
    record FileChanged(String path, Content content, Instant committedAt) implements FileEvent {}

    /**
     * The file goes on under another path: in the stream of that path, which tells it as a {@link FileAdded}.
     *
     * @param to the new path
     */
    @EventType("FileRenamed")
    record FileRenamed(String path, String to, Instant committedAt) implements FileEvent {}

    /** The file is gone. */
    @EventType("FileDeleted")
    record FileDeleted(String path, Instant committedAt) implements FileEvent {}
}
