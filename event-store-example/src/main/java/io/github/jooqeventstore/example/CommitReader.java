package io.github.jooqeventstore.example;

import io.github.jooqeventstore.example.Commit.Author;
import io.github.jooqeventstore.example.History.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Reads commits, one after the other. */
final class CommitReader implements AutoCloseable {

    private static final int LONGEST_SUBJECT = 200;

    private final RevWalk walk;
    private final TreeChanges changes;
    private final Set<ObjectId> cutOff;

    CommitReader(GitRepository repository, RevWalk walk) throws IOException {
        this.walk = walk;
        this.changes = new TreeChanges(repository.git());
        this.cutOff = repository.cutOff();
    }

    /** The commit, which must be of the walk that this reader was made with. */
    Commit read(Step step) {
        RevCommit commit = step.commit();
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
                    step.mainLine(),
                    commit.getParentCount() > 1,
                    changes(step));
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

    /**
     * What a branch has done is told by its commits, and what came of it by the merge on the main line. So a merge inside
     * of a branch adds nothing, nor does a commit of a branch whose parent was cut off: what it did is not known.
     */
    private List<Change> changes(Step step) throws IOException {
        RevCommit commit = step.commit();
        boolean merge = commit.getParentCount() > 1;
        if (step.mainLine()) {
            return merge ? changes.withoutRenames(commit) : changes.of(commit);
        }
        return merge || cutOff.contains(commit) ? List.of() : changes.of(commit);
    }

    /** All files of a commit, by path; no files for no commit. */
    Map<String, Content> filesOf(@Nullable RevCommit commit) throws IOException {
        return commit == null ? Map.of() : changes.filesOf(commit);
    }

    @Override
    public void close() {
        changes.close();
    }
}
