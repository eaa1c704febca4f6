package io.github.jooqeventstore.example;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The commits that HEAD goes back to and that are still to be imported, parents before children whatever their clocks
 * say.
 *
 * @param missing what is to be imported, in order; of the walk that it was found by
 * @param tooLate how many commits are missing, but came to light below some that were imported: they cannot be told in
 *     order any more
 * @param elsewhere how many imported commits HEAD does not go back to: they are of another branch, or were rewritten
 */
record History(List<RevCommit> missing, int tooLate, int elsewhere) {

    static History of(RevWalk walk, ObjectId head, Set<ObjectId> imported) throws IOException {
        walk.setRetainBody(false);
        walk.sort(RevSort.TOPO);
        walk.markStart(walk.parseCommit(head));
        List<RevCommit> missing = new ArrayList<>();
        Set<RevCommit> belowImported = new HashSet<>();
        int found = 0;
        int tooLate = 0;
        for (RevCommit commit : walk) {
            boolean known = imported.contains(commit);
            boolean below = belowImported.remove(commit);
            if (known || below) {
                Collections.addAll(belowImported, commit.getParents());
            }
            if (known) {
                found++;
            } else if (below) {
                tooLate++;
            } else {
                missing.add(commit);
            }
        }
        return new History(missing.reversed(), tooLate, imported.size() - found);
    }
}
