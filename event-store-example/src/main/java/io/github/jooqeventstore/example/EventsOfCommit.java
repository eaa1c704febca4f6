package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventMetadata;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.example.Change.Added;
import io.github.jooqeventstore.example.Change.Changed;
import io.github.jooqeventstore.example.Change.Deleted;
import io.github.jooqeventstore.example.Change.Renamed;
import io.github.jooqeventstore.example.Change.Settled;
import io.github.jooqeventstore.example.FileEvent.FileAdded;
import io.github.jooqeventstore.example.FileEvent.FileChanged;
import io.github.jooqeventstore.example.FileEvent.FileDeleted;
import io.github.jooqeventstore.example.FileEvent.FileRenamed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns commits into events.
 *
 * <p>A commit tells what it did to its parent's files. A merge tells only what the events so far do not say: the changes
 * of a branch were told by the branch's own commits, and telling them again would count them twice. What is left are the
 * files on which the merged histories differ and the last word was not the one that the merge settled on. So the events of
 * a file, one after the other, always lead to what HEAD holds.
 */
final class EventsOfCommit {

    private final KnownFiles known;

    EventsOfCommit(KnownFiles known) {
        this.known = known;
    }

    /** The events of the files, in order for each file. */
    List<FileEvent> files(Commit commit) {
        List<FileEvent> ends = new ArrayList<>();
        List<FileEvent> others = new ArrayList<>();
        Instant at = commit.time();
        for (Change change : commit.changes()) {
            switch (change) {
                case Added added -> others.add(new FileAdded(added.path(), added.content(), null, at));
                case Changed changed -> others.add(new FileChanged(changed.path(), changed.content(), at));
                case Deleted deleted -> ends.add(new FileDeleted(deleted.path(), at));
                case Renamed renamed -> {
                    ends.add(new FileRenamed(renamed.from(), renamed.path(), at));
                    others.add(new FileAdded(renamed.path(), renamed.content(), renamed.from(), at));
                }
                case Settled settled -> settle(settled, at, ends, others);
            }
        }
        // A path may be left and taken in one commit.
        ends.addAll(others);
        ends.forEach(this::remember);
        return ends;
    }

    private void settle(Settled settled, Instant at, List<FileEvent> ends, List<FileEvent> others) {
        Content before = known.get(settled.path());
        Content after = settled.content();
        if (after == null) {
            if (before != null) {
                ends.add(new FileDeleted(settled.path(), at));
            }
        } else if (before == null) {
            others.add(new FileAdded(settled.path(), after, null, at));
        } else if (!before.equals(after)) {
            others.add(new FileChanged(settled.path(), after, at));
        }
    }

    private void remember(FileEvent event) {
        switch (event) {
            case FileAdded added -> known.put(added.path(), added.content());
            case FileChanged changed -> known.put(changed.path(), changed.content());
            case FileRenamed renamed -> known.remove(renamed.path());
            case FileDeleted deleted -> known.remove(deleted.path());
        }
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
