package io.github.jooqeventstore.example;

import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.treewalk.TreeWalk;

/** JGit's entry of a difference of two trees, with a path that is exact: JGit's own reads other bytes than UTF-8 as it can. */
final class PathEntry extends DiffEntry {

    PathEntry(TreeWalk walk) {
        String path = GitPath.text(walk.getRawPath());
        oldMode = walk.getFileMode(0);
        newMode = walk.getFileMode(1);
        oldId = AbbreviatedObjectId.fromObjectId(walk.getObjectId(0));
        newId = AbbreviatedObjectId.fromObjectId(walk.getObjectId(1));
        oldPath = path;
        newPath = path;
        if (FileMode.MISSING.equals(oldMode)) {
            changeType = ChangeType.ADD;
            oldPath = DEV_NULL;
        } else if (FileMode.MISSING.equals(newMode)) {
            changeType = ChangeType.DELETE;
            newPath = DEV_NULL;
        } else {
            changeType = ChangeType.MODIFY;
        }
    }

    private PathEntry(PathEntry other) {
        changeType = other.changeType;
        oldMode = other.oldMode;
        newMode = other.newMode;
        oldId = other.oldId;
        newId = other.newId;
        oldPath = other.oldPath;
        newPath = other.newPath;
    }

    DiffEntry copy() {
        return new PathEntry(this);
    }

    static Content contentAfter(DiffEntry entry) {
        return new Content(
                Content.Kind.of(entry.getNewMode()),
                entry.getNewId().toObjectId().name());
    }

    /** Whether there is a difference at all: some old modes mean the same. */
    boolean isReal() {
        return changeType != ChangeType.MODIFY
                || !oldId.equals(newId)
                || Content.Kind.of(oldMode) != Content.Kind.of(newMode);
    }
}
