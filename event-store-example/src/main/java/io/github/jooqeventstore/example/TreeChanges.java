package io.github.jooqeventstore.example;

import io.github.jooqeventstore.example.Change.Added;
import io.github.jooqeventstore.example.Change.Changed;
import io.github.jooqeventstore.example.Change.Deleted;
import io.github.jooqeventstore.example.Change.Renamed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Compares the files of a commit with those of its first parent. */
final class TreeChanges implements AutoCloseable {

    private final ObjectReader reader;
    private final TreeWalk walk;
    private final Renames renames;

    TreeChanges(Repository git) {
        this.reader = git.newObjectReader();
        this.walk = new TreeWalk(reader);
        this.renames = new Renames(git, reader);
    }

    /** The differences, a file with a new path being one of them. */
    List<Change> of(RevCommit commit) throws IOException {
        return changes(renames.find(differences(commit)));
    }

    /** The differences, a file with a new path being two of them: one that is gone and one that is new. */
    List<Change> withoutRenames(RevCommit commit) throws IOException {
        return changes(differences(commit));
    }

    private List<PathEntry> differences(RevCommit commit) throws IOException {
        walk.reset();
        if (commit.getParentCount() == 0) {
            walk.addTree(new EmptyTreeIterator());
        } else {
            walk.addTree(commit.getParent(0).getTree());
        }
        walk.addTree(commit.getTree());
        walk.setRecursive(true);
        walk.setFilter(TreeFilter.ANY_DIFF);
        List<PathEntry> entries = new ArrayList<>();
        while (walk.next()) {
            PathEntry entry = new PathEntry(walk);
            if (entry.isReal()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static List<Change> changes(List<? extends DiffEntry> entries) {
        List<Change> changes = new ArrayList<>(entries.size());
        for (DiffEntry entry : entries) {
            changes.add(
                    switch (entry.getChangeType()) {
                        case ADD, COPY -> new Added(entry.getNewPath(), PathEntry.contentAfter(entry));
                        case MODIFY -> new Changed(entry.getNewPath(), PathEntry.contentAfter(entry));
                        case RENAME ->
                            new Renamed(entry.getOldPath(), entry.getNewPath(), PathEntry.contentAfter(entry));
                        case DELETE -> new Deleted(entry.getOldPath());
                    });
        }
        return changes;
    }

    /** All files of a commit, by path. */
    Map<String, Content> filesOf(RevCommit commit) throws IOException {
        walk.reset(commit.getTree());
        walk.setRecursive(true);
        walk.setFilter(TreeFilter.ALL);
        Map<String, Content> files = new HashMap<>();
        while (walk.next()) {
            files.put(
                    GitPath.text(walk.getRawPath()),
                    new Content(
                            Content.Kind.of(walk.getFileMode(0)),
                            walk.getObjectId(0).name()));
        }
        return files;
    }

    @Override
    public void close() {
        walk.close();
        reader.close();
    }
}
