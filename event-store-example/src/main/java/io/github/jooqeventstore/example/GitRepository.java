package io.github.jooqeventstore.example;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** A repository on this machine, opened for reading: a clone, a bare or a shallow one, or a worktree of one. */
record GitRepository(Repository git, Path home) implements AutoCloseable {

    private static final String WHAT_TO_DO = "; name a clone: -Drepository=PATH";

    /** The repository at that very path. */
    static GitRepository at(Path path) {
        if (!Files.isDirectory(path)) {
            throw new Problem("repository " + path + ": expected a folder, found "
                    + (Files.exists(path) ? "a file" : "nothing") + WHAT_TO_DO);
        }
        File gitFolder = find(path, path.getParent());
        if (gitFolder == null) {
            throw new Problem("repository " + path + ": expected a clone or a bare repository, found no .git in it"
                    + hint(path) + WHAT_TO_DO);
        }
        return open(path, gitFolder);
    }

    /** The repository that a folder belongs to. */
    static GitRepository around(Path folder) {
        File gitFolder = find(folder, null);
        if (gitFolder == null) {
            throw new Problem(
                    "repository: expected " + folder + " to be in a clone, found no .git there or above" + WHAT_TO_DO);
        }
        return open(folder, gitFolder);
    }

    private static String hint(Path path) {
        File above = find(path, null);
        return above == null ? "" : ", but one above, at " + above;
    }

    private static @Nullable File find(Path folder, @Nullable Path notAbove) {
        FileRepositoryBuilder builder = new FileRepositoryBuilder();
        if (notAbove != null) {
            builder.addCeilingDirectory(notAbove.toFile());
        }
        return builder.findGitDir(folder.toFile()).getGitDir();
    }

    private static GitRepository open(Path path, File gitFolder) {
        try {
            Repository git = new FileRepositoryBuilder()
                    .setGitDir(gitFolder)
                    .setMustExist(true)
                    .build();
            return new GitRepository(git, homeOf(git));
        } catch (IOException | IllegalArgumentException e) {
            throw new Problem("repository " + path + ": expected to open it, found " + reason(e) + WHAT_TO_DO, e);
        }
    }

    /** The same for a clone and all of its worktrees. */
    private static Path homeOf(Repository git) throws IOException {
        Path common = git.getCommonDirectory().toPath().toRealPath();
        Path parent = common.getParent();
        return common.endsWith(Constants.DOT_GIT) && parent != null ? parent : common;
    }

    /** What to call a failure of JGit's to the user. */
    static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** Where it is, or the worktree that was opened. */
    Path place() {
        return git.isBare() ? home : git.getWorkTree().toPath();
    }

    /** The commit whose history is imported; null while there is none. */
    @Nullable
    ObjectId head() throws IOException {
        return git.resolve(Constants.HEAD);
    }

    /** The name of the branch; "no branch" where a commit is checked out. */
    String branch() throws IOException {
        String name = git.getFullBranch();
        return name != null && name.startsWith(Constants.R_HEADS)
                ? "branch " + name.substring(Constants.R_HEADS.length())
                : "no branch";
    }

    /** The commits whose parents were cut off when the repository was cloned: a shallow clone has some. */
    Set<ObjectId> cutOff() throws IOException {
        return git.getObjectDatabase().getShallowCommits();
    }

    @Override
    public void close() {
        git.close();
    }
}
