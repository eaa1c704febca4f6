package io.github.jooqeventstore.example;

import io.github.jooqeventstore.example.HistoryTables.Churn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jooq.DSLContext;

/** What happened to the files of a directory: as the table says, and as a count made straight from git does. */
record Churned(long came, long changed, long gone) {

    private static final Churned NOTHING = new Churned(0, 0, 0);

    long events() {
        return came + changed + gone;
    }

    /** By directory, as the table says. */
    static Map<String, Churned> stored(DSLContext dsl, int repository) {
        return new TreeMap<>(dsl.select(Churn.DIRECTORY, Churn.CAME, Churn.CHANGED, Churn.GONE)
                .from(Churn.TABLE)
                .where(Churn.REPOSITORY_ID.eq(repository))
                .fetchMap(Churn.DIRECTORY, row -> new Churned(row.value2(), row.value3(), row.value4())));
    }

    /** By directory, each commit of a line of commits compared with its parent. */
    static Map<String, Churned> inGit(Repository git) {
        Map<String, Churned> churn = new TreeMap<>();
        try (RevWalk commits = new RevWalk(git);
                TreeWalk files = new TreeWalk(git)) {
            commits.markStart(commits.parseCommit(git.resolve(Constants.HEAD)));
            for (RevCommit commit : commits) {
                begin(files, commit);
                while (files.next()) {
                    String path = files.getPathString();
                    String directory = path.contains("/") ? path.substring(0, path.indexOf('/')) : ".";
                    churn.put(directory, churn.getOrDefault(directory, NOTHING).and(files));
                }
            }
            return churn;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long sum(Map<String, Churned> churn) {
        return churn.values().stream().mapToLong(Churned::events).sum();
    }

    private static void begin(TreeWalk files, RevCommit commit) throws IOException {
        files.reset();
        if (commit.getParentCount() == 0) {
            files.addTree(new EmptyTreeIterator());
        } else {
            files.addTree(commit.getParent(0).getTree());
        }
        files.addTree(commit.getTree());
        files.setRecursive(true);
        files.setFilter(TreeFilter.ANY_DIFF);
    }

    private Churned and(TreeWalk difference) {
        if (difference.getFileMode(0).equals(FileMode.MISSING)) {
            return new Churned(came + 1, changed, gone);
        }
        return difference.getFileMode(1).equals(FileMode.MISSING)
                ? new Churned(came, changed, gone + 1)
                : new Churned(came, changed + 1, gone);
    }
}
