package io.github.jooqeventstore.example;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that are there according to the events so far, by path: what a merge is compared with. */
final class KnownFiles {

    private final Map<String, Content> contents = new HashMap<>();

    @Nullable
    Content get(String path) {
        return contents.get(path);
    }

    void put(String path, Content content) {
        contents.put(path, content);
    }

    void remove(String path) {
        contents.remove(path);
    }
}
