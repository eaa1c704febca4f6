package io.github.jooqeventstore.example;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The commits that HEAD goes back to and that are still to be imported, in an order that a story can be told in: parents
 * before children, whatever their clocks say, and the commits of a branch just before the merge that brings them to the
 * main line, which is the line of first parents.
 *
 * @param missing what is to be imported, in order; of the walk that it was found by
 * @param begin the last imported commit of the main line; null if there is none
 * @param tooLate how many commits are missing, but came to light below some that were imported: they cannot be told in
 *     order any more
 * @param elsewhere how many imported commits HEAD does not go back to: they are of another branch, or were rewritten
 */
record History(List<Step> missing, @Nullable RevCommit begin, int tooLate, int elsewhere) {

    /** A commit to be imported, and whether it is on the main line. */
    record Step(RevCommit commit, boolean mainLine) {}

    static History of(RevWalk walk, ObjectId head, Set<ObjectId> imported) throws IOException {
        RevCommit top = walk.parseCommit(head);
        walk.setRetainBody(false);
        walk.sort(RevSort.TOPO);
        walk.markStart(top);
        List<RevCommit> missing = new ArrayList<>();
        Set<RevCommit> belowImported = new HashSet<>();
        int found = 0;
        int tooLate = 0;
        for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
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
        Collections.reverse(missing);
        List<RevCommit> mainLine = mainLine(top, new HashSet<>(missing));
        RevCommit oldest = mainLine.isEmpty() ? null : mainLine.getFirst();
        RevCommit begin = oldest == null || oldest.getParentCount() == 0 ? null : oldest.getParent(0);
        return new History(inOrder(missing, mainLine), begin, tooLate, imported.size() - found);
    }

    private static List<RevCommit> mainLine(RevCommit top, Set<RevCommit> missing) {
        List<RevCommit> mainLine = new ArrayList<>();
        RevCommit next = top;
        while (next != null && missing.contains(next)) {
            mainLine.add(next);
            next = next.getParentCount() == 0 ? null : next.getParent(0);
        }
        return mainLine.reversed();
    }

    /** The first commit of the main line that goes back to a commit is the one that it is told before. */
    private static List<Step> inOrder(List<RevCommit> parentsFirst, List<RevCommit> mainLine) {
        Set<RevCommit> untold = new HashSet<>(parentsFirst);
        Map<RevCommit, Integer> toldBefore = new HashMap<>();
        for (int i = 0; i < mainLine.size(); i++) {
            Deque<RevCommit> reached = new ArrayDeque<>(List.of(mainLine.get(i)));
            while (!reached.isEmpty()) {
                RevCommit commit = reached.pop();
                if (untold.remove(commit)) {
                    toldBefore.put(commit, i);
                    Collections.addAll(reached, commit.getParents());
                }
            }
        }
        Set<RevCommit> onMainLine = new HashSet<>(mainLine);
        return parentsFirst.stream()
                .sorted(Comparator.comparing(toldBefore::get))
                .map(commit -> new Step(commit, onMainLine.contains(commit)))
                .toList();
    }
}
