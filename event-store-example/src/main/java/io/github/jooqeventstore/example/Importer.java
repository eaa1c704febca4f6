package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventStore;
import java.io.IOException;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jooq.DSLContext;

/**
 * Imports what is missing of a repository's history.
 *
 * <p>Events, the table of imported commits and the table of authors are written in the same transactions, some thousand
 * events each: so a commit is either imported or not, whenever the program ends, and the next run goes on from there.
 */
final class Importer {

    /**
     * What an import came to.
     *
     * @param before how many commits were imported before
     * @param commits how many were imported now
     * @param events how many events they led to
     * @param history what was to be imported
     */
    record Result(long before, long commits, long events, History history) {}

    private final DSLContext dsl;
    private final EventStore store;
    private final ImportedHistory imported;

    Importer(DSLContext dsl, EventStore store, ImportedHistory imported) {
        this.dsl = dsl;
        this.store = store;
        this.imported = imported;
    }

    Result run(GitRepository repository, ObjectId head, Progress progress) {
        Set<ObjectId> known = imported.commits(dsl);
        try (RevWalk walk = new RevWalk(repository.git());
                CommitReader reader = new CommitReader(repository, walk)) {
            History history = History.of(walk, head, known);
            return run(history, reader, known.size(), progress);
        } catch (IOException e) {
            throw new Problem("repository: expected to read its history, found " + GitRepository.reason(e), e);
        }
    }

    private Result run(History history, CommitReader reader, long before, Progress progress) throws IOException {
        if (history.missing().isEmpty()) {
            return new Result(before, 0, 0, history);
        }
        KnownFiles known = imported.files(dsl);
        known.beginWith(reader.filesOf(history.begin()));
        EventsOfCommit events = new EventsOfCommit(known);
        progress.begin(history.missing().size());
        try (BatchWriter writer = new BatchWriter(dsl, store, imported, before, progress)) {
            Batch batch = new Batch(imported.repository());
            for (History.Step missing : history.missing()) {
                Commit commit = reader.read(missing);
                batch.add(commit, events.files(commit));
                if (batch.isFull()) {
                    writer.write(batch);
                    batch = new Batch(imported.repository());
                }
            }
            writer.writeLast(batch);
            return new Result(before, writer.commits(), writer.events(), history);
        } finally {
            progress.end();
        }
    }
}
