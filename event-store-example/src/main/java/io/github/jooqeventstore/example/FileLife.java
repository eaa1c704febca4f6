package io.github.jooqeventstore.example;

import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.example.FileEvent.FileAdded;
import io.github.jooqeventstore.example.FileEvent.FileChanged;
import io.github.jooqeventstore.example.FileEvent.FileDeleted;
import io.github.jooqeventstore.example.FileEvent.FileRenamed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a file come to.
 *
 * @param path its last path
 * @param content what it holds; null if it is gone
 * @param added how often it came to be, renames left out
 * @param changed how often its content changed
 * @param renamed how often it went on under another path
 * @param deleted how often it was deleted
 */
record FileLife(String path, @Nullable Content content, int added, int changed, int renamed, int deleted) {

    /** Folds the events of a file, the oldest first. */
    static FileLife of(List<RecordedEvent> events) {
        FileLife life = new FileLife("", null, 0, 0, 0, 0);
        for (RecordedEvent event : events) {
            if (event.payload() instanceof FileEvent file) {
                life = life.after(file);
            }
        }
        return life;
    }

    boolean isThere() {
        return content != null;
    }

    private FileLife after(FileEvent event) {
        String at = event.path();
        return switch (event) {
            case FileAdded birth ->
                new FileLife(at, birth.content(), birth.from() == null ? added + 1 : added, changed, renamed, deleted);
            case FileChanged change -> new FileLife(at, change.content(), added, changed + 1, renamed, deleted);
            case FileRenamed renaming -> new FileLife(renaming.to(), null, added, changed, renamed + 1, deleted);
            case FileDeleted end -> new FileLife(at, null, added, changed, renamed, deleted + 1);
        };
    }
}
