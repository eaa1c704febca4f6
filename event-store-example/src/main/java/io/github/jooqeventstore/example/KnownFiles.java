package io.github.jooqeventstore.example;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the events so far say of the files, by path, and where the main line says otherwise. */
final class KnownFiles {

    private final Map<String, Content> told = new HashMap<>();

    /** What the main line holds of files that a branch has changed since; empty for files that it does not have. */
    private final Map<String, Optional<Content>> onMainLine = new LinkedHashMap<>();

    /** What the events say of the file; null if it is not there. */
    @Nullable
    Content get(String path) {
        return told.get(path);
    }

    /** An event of the main line said so. */
    void tell(String path, @Nullable Content content) {
        onMainLine.remove(path);
        put(path, content);
    }

    /** An event of a branch said so. */
    void tellOfBranch(String path, @Nullable Content content) {
        onMainLine.putIfAbsent(path, Optional.ofNullable(told.get(path)));
        put(path, content);
    }

    /** What the main line holds of the files that branches have changed; they count as settled from now on. */
    Map<String, Optional<Content>> settle() {
        Map<String, Optional<Content>> unsettled = new LinkedHashMap<>(onMainLine);
        onMainLine.clear();
        return unsettled;
    }

    /** The main line goes on from a commit with these files, whatever has been told. */
    void beginWith(Map<String, Content> files) {
        Set<String> paths = new TreeSet<>(told.keySet());
        paths.addAll(files.keySet());
        for (String path : paths) {
            Content content = files.get(path);
            if (!Objects.equals(content, told.get(path))) {
                onMainLine.put(path, Optional.ofNullable(content));
            }
        }
    }

    private void put(String path, @Nullable Content content) {
        if (content == null) {
            told.remove(path);
        } else {
            told.put(path, content);
        }
    }
}
