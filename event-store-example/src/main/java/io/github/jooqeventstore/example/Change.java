package io.github.jooqeventstore.example;

import org.jspecify.annotations.Nullable;

/** What a commit did to a file. */
sealed interface Change {

    /** The path that the file had last. */
    String path();

    /** There was no such file before. */
    record Added(String path, Content content) implements Change {}

    /** The file has other content, or is of another kind. */
    record Changed(String path, Content content) implements Change {}

    /** The file has another path, and perhaps other content. */
    record Renamed(String from, String path, Content content) implements Change {}

    /** The file is gone. */
    record Deleted(String path) implements Change {}

    /** What a merge made of a file on which the merged histories differ; null if the file is gone. */
    record Settled(String path, @Nullable Content content) implements Change {}
}
