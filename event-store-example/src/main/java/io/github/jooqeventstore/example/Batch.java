package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamAppend;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.example.ImportedHistory.AuthorsShare;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jooq.DSLContext;

/** Commits that are written in one transaction. */
final class Batch {

    /** A round trip and a commit for so many events cost nothing beside the events. */
    private static final int ENOUGH_EVENTS = 2_000;

    private static final int ENOUGH_COMMITS = 1_000;

    private final int repository;
    private final Map<StreamId, List<NewEvent>> events = new LinkedHashMap<>();
    private final List<ObjectId> commits = new ArrayList<>();
    private final Map<String, AuthorsShare> authors = new LinkedHashMap<>();
    private int eventCount;

    Batch(int repository) {
        this.repository = repository;
    }

    void add(Commit commit, List<FileEvent> files) {
        for (FileEvent file : files) {
            add(Names.file(repository, file.path()), EventsOfCommit.in(commit, file));
        }
        add(
                Names.author(repository, commit.author().id()),
                EventsOfCommit.in(commit, EventsOfCommit.authored(commit, files.size())));
        commits.add(ObjectId.fromString(commit.id()));
        authors.merge(
                commit.author().id(),
                new AuthorsShare(commit.author().id(), commit.author().name(), 1, commit.time(), commit.time()),
                AuthorsShare::and);
    }

    private void add(StreamId stream, NewEvent event) {
        events.computeIfAbsent(stream, first -> new ArrayList<>()).add(event);
        eventCount++;
    }

    boolean isEmpty() {
        return commits.isEmpty();
    }

    boolean isFull() {
        return eventCount >= ENOUGH_EVENTS || commits.size() >= ENOUGH_COMMITS;
    }

    int commits() {
        return commits.size();
    }

    int events() {
        return eventCount;
    }

    /** Writes everything, in a transaction of the caller's. */
    void write(DSLContext dsl, EventStore store, ImportedHistory history, long before) {
        history.note(dsl, before, commits, authors.values());
        List<StreamAppend> appends = new ArrayList<>();
        int size = 0;
        for (Map.Entry<StreamId, List<NewEvent>> stream : events.entrySet()) {
            // One commit may have changed a hundred thousand files.
            if (size + stream.getValue().size() > StreamAppend.MAX_EVENTS) {
                store.append(appends);
                appends.clear();
                size = 0;
            }
            appends.add(new StreamAppend(stream.getKey(), ExpectedVersion.any(), stream.getValue()));
            size += stream.getValue().size();
        }
        store.append(appends);
    }
}
