package io.github.jooqeventstore.example;

import java.util.Optional;

/** A difference between the files of a commit and those of its parent. */
sealed interface Change {

    /** The path that the file has now, or had last. */
    String path();

    /** What the file holds now; empty if it is gone. */
    Optional<Content> contentAfter();

    /** There was no such file before. */
    record Added(String path, Content content) implements Change {
        @Override
        public Optional<Content> contentAfter() {
            return Optional.of(content);
        }
    }

    /** The file has other content, or is of another kind. */
    record Changed(String path, Content content) implements Change {
        @Override
        public Optional<Content> contentAfter() {
            return Optional.of(content);
        }
    }

    /** The file has another path, and perhaps other content. */
    record Renamed(String from, String path, Content content) implements Change {
        @Override
        public Optional<Content> contentAfter() {
            return Optional.of(content);
        }
    }

    /** The file is gone. */
    record Deleted(String path) implements Change {
        @Override
        public Optional<Content> contentAfter() {
            return Optional.empty();
        }
    }
}
