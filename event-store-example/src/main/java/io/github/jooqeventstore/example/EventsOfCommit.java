package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventMetadata;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.example.Change.Added;
import io.github.jooqeventstore.example.Change.Changed;
import io.github.jooqeventstore.example.Change.Deleted;
import io.github.jooqeventstore.example.Change.Renamed;
import io.github.jooqeventstore.example.FileEvent.FileAdded;
import io.github.jooqeventstore.example.FileEvent.FileChanged;
import io.github.jooqeventstore.example.FileEvent.FileDeleted;
import io.github.jooqeventstore.example.FileEvent.FileRenamed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns commits into events.
 *
 * <p>A commit tells what it did to its parent's files. A merge on the main line differs from its first parent by all that
 * its branch has done; but that was told by the branch's own commits, and telling it again would count it twice. So a
 * merge tells only what the events so far do not say: where it settled on something else than the last word of the branch.
 * The events of a file, one after the other, thus lead to what HEAD holds.
 */
final class EventsOfCommit {

    private final KnownFiles known;

    EventsOfCommit(KnownFiles known) {
        this.known = known;
    }

    /** The events of the files, in order for each file. */
    List<FileEvent> files(Commit commit) {
        List<FileEvent> events = commit.mainLine() && commit.merge() ? ofMerge(commit) : ofChanges(commit);
        for (FileEvent event : events) {
            if (commit.mainLine()) {
                known.tell(event.path(), contentAfter(event));
            } else {
                known.tellOfBranch(event.path(), contentAfter(event));
            }
        }
        return events;
    }

    private static List<FileEvent> ofChanges(Commit commit) {
        List<FileEvent> events = new ArrayList<>();
        List<FileEvent> beginnings = new ArrayList<>();
        Instant at = commit.time();
        for (Change change : commit.changes()) {
            switch (change) {
                case Added added -> beginnings.add(new FileAdded(added.path(), added.content(), null, at));
                case Changed changed -> events.add(new FileChanged(changed.path(), changed.content(), at));
                case Deleted deleted -> events.add(new FileDeleted(deleted.path(), at));
                case Renamed renamed -> {
                    events.add(new FileRenamed(renamed.from(), renamed.path(), at));
                    beginnings.add(new FileAdded(renamed.path(), renamed.content(), renamed.from(), at));
                }
            }
        }
        // A path may be left and taken in one commit.
        events.addAll(beginnings);
        return events;
    }

    private List<FileEvent> ofMerge(Commit merge) {
        Map<String, Optional<Content>> mainLine = known.settle();
        merge.changes().forEach(change -> mainLine.put(change.path(), change.contentAfter()));
        List<FileEvent> events = new ArrayList<>();
        mainLine.forEach((path, content) -> {
            Content told = known.get(path);
            if (content.isEmpty()) {
                if (told != null) {
                    events.add(new FileDeleted(path, merge.time()));
                }
            } else if (told == null) {
                events.add(new FileAdded(path, content.get(), null, merge.time()));
            } else if (!told.equals(content.get())) {
                events.add(new FileChanged(path, content.get(), merge.time()));
            }
        });
        return events;
    }

    private static @Nullable Content contentAfter(FileEvent event) {
        return switch (event) {
            case FileAdded added -> added.content();
            case FileChanged changed -> changed.content();
            case FileRenamed renamed -> null;
            case FileDeleted deleted -> null;
        };
    }

    static CommitAuthored authored(Commit commit, int files) {
        return new CommitAuthored(commit.id(), commit.subject(), commit.merge(), files, commit.time());
    }

    static NewEvent in(Commit commit, Object payload) {
        EventMetadata metadata = EventMetadata.none()
                .withCorrelationId(commit.id())
                .withUserId(commit.author().id());
        return NewEvent.of(payload, metadata);
    }
}
