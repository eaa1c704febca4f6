package io.github.jooqeventstore.example;

import io.github.jooqeventstore.example.Commit.Author;
import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Reads commits, one after the other. */
final class CommitReader implements AutoCloseable {

    private static final int LONGEST_SUBJECT = 200;

    private final RevWalk walk;
    private final TreeChanges changes;

    CommitReader(Repository git, RevWalk walk) {
        this.walk = walk;
        this.changes = new TreeChanges(git);
    }

    /** The commit, which must be of the walk that this reader was made with. */
    Commit read(RevCommit commit) {
        try {
            walk.parseBody(commit);
            byte[] raw = commit.getRawBuffer();
            PersonLine author = PersonLine.author(raw);
            String subject = Text.storable(commit.getShortMessage());
            Commit read = new Commit(
                    commit.name(),
                    new Author(Names.shortened(author.id()), author.name()),
                    PersonLine.committer(raw).time(),
                    Text.beginning(subject, LONGEST_SUBJECT),
                    commit.getParentCount() > 1,
                    changes.of(commit));
            commit.disposeBody();
            return read;
        } catch (MissingObjectException e) {
            throw new Problem(
                    "commit " + commit.name() + ": expected to find all that belongs to it, found "
                            + GitRepository.reason(e)
                            + "; is this a partial clone? \"git fetch --refetch --no-filter\" makes it a whole one",
                    e);
        } catch (IOException e) {
            throw new Problem("commit " + commit.name() + ": expected to read it, found " + GitRepository.reason(e), e);
        }
    }

    @Override
    public void close() {
        changes.close();
    }
}
