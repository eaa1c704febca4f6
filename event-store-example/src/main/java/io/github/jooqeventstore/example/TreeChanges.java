package io.github.jooqeventstore.example;

import io.github.jooqeventstore.example.Change.Added;
import io.github.jooqeventstore.example.Change.Changed;
import io.github.jooqeventstore.example.Change.Deleted;
import io.github.jooqeventstore.example.Change.Renamed;
import io.github.jooqeventstore.example.Change.Settled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Compares the files of a commit with those of its parents. */
final class TreeChanges implements AutoCloseable {

    private final ObjectReader reader;
    private final TreeWalk walk;
    private final Renames renames;

    TreeChanges(Repository git) {
        this.reader = git.newObjectReader();
        this.walk = new TreeWalk(reader);
        this.renames = new Renames(git, reader);
    }

    /** What a commit did; its parents must have been read. */
    List<Change> of(RevCommit commit) throws IOException {
        walk.reset();
        for (RevCommit parent : commit.getParents()) {
            walk.addTree(parent.getTree());
        }
        if (commit.getParentCount() == 0) {
            walk.addTree(new EmptyTreeIterator());
        }
        walk.addTree(commit.getTree());
        walk.setRecursive(true);
        walk.setFilter(TreeFilter.ANY_DIFF);
        return commit.getParentCount() > 1 ? settled(commit.getParentCount()) : changed();
    }

    private List<Change> changed() throws IOException {
        List<PathEntry> entries = new ArrayList<>();
        while (walk.next()) {
            PathEntry entry = new PathEntry(walk);
            if (entry.isReal()) {
                entries.add(entry);
            }
        }
        List<Change> changes = new ArrayList<>(entries.size());
        for (DiffEntry entry : renames.find(entries)) {
            changes.add(change(entry));
        }
        return changes;
    }

    private static Change change(DiffEntry entry) {
        return switch (entry.getChangeType()) {
            case ADD, COPY -> new Added(entry.getNewPath(), PathEntry.contentAfter(entry));
            case MODIFY -> new Changed(entry.getNewPath(), PathEntry.contentAfter(entry));
            case RENAME -> new Renamed(entry.getOldPath(), entry.getNewPath(), PathEntry.contentAfter(entry));
            case DELETE -> new Deleted(entry.getOldPath());
        };
    }

    private List<Change> settled(int tree) throws IOException {
        List<Change> changes = new ArrayList<>();
        while (walk.next()) {
            FileMode mode = walk.getFileMode(tree);
            Content content = FileMode.MISSING.equals(mode)
                    ? null
                    : new Content(Content.Kind.of(mode), walk.getObjectId(tree).name());
            changes.add(new Settled(GitPath.text(walk.getRawPath()), content));
        }
        return changes;
    }

    @Override
    public void close() {
        walk.close();
        reader.close();
    }
}
