package io.github.jooqeventstore.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A repository that a test writes commit by commit, byte by byte: paths and persons are texts of one character a byte, so
 * that any bytes can be written.
 */
final class TestRepository implements AutoCloseable {

    private static final String ADA = "Ada <ada@example.org>";
    private static final long FIRST_SECOND = 1_700_000_000L;

    private final Repository git;
    private final Path path;
    private final Map<String, ObjectId> blobs = new HashMap<>();
    private long seconds = FIRST_SECOND;

    private TestRepository(Repository git, Path path) {
        this.git = git;
        this.path = path;
    }

    static TestRepository in(Path folder) {
        GitSettings.install();
        try {
            Repository git = new FileRepositoryBuilder()
                    .setGitDir(folder.resolve(Constants.DOT_GIT).toFile())
                    .build();
            git.create();
            git.updateRef(Constants.HEAD).link("refs/heads/main");
            return new TestRepository(git, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    Repository git() {
        return git;
    }

    /** The bytes of a text in UTF-8, as a text of one character a byte. */
    static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The files of a commit to be written. */
    final class Files {

        private record Entry(FileMode mode, ObjectId id) {}

        private final Map<String, Entry> entries = new TreeMap<>();

        Files with(String file, String content) {
            return with(file, FileMode.REGULAR_FILE, content);
        }

        Files with(String file, FileMode mode, String content) {
            entries.put(file, new Entry(mode, blob(content)));
            return this;
        }

        Files withSubmodule(String file, ObjectId commit) {
            entries.put(file, new Entry(FileMode.GITLINK, commit));
            return this;
        }

        Files without(String file) {
            entries.remove(file);
            return this;
        }

        boolean has(String file) {
            return entries.containsKey(file);
        }

        Files copy() {
            Files copy = new Files();
            copy.entries.putAll(entries);
            return copy;
        }

        private ObjectId write(ObjectInserter inserter) throws IOException {
            DirCache index = DirCache.newInCore();
            DirCacheBuilder builder = index.builder();
            entries.forEach((file, entry) -> {
                DirCacheEntry added = new DirCacheEntry(file.getBytes(StandardCharsets.ISO_8859_1));
                added.setFileMode(entry.mode());
                added.setObjectId(entry.id());
                builder.add(added);
            });
            builder.finish();
            return index.writeTree(inserter);
        }
    }

    Files files() {
        return new Files();
    }

    /** Commits by Ada, a minute after each other. */
    ObjectId commit(Files files, ObjectId... parents) {
        return commit(ADA, files, parents);
    }

    /** A commit of that author, a minute after the last one. */
    ObjectId commit(String author, Files files, ObjectId... parents) {
        seconds += 60;
        String time = " " + seconds + " +0000";
        return commit(author + time, author + time, "Change files\n", files, parents);
    }

    /** A commit with those lines for author and committer and that rest of the header and message. */
    ObjectId commit(String author, String committer, String rest, Files files, ObjectId... parents) {
        try (ObjectInserter inserter = git.newObjectInserter()) {
            StringBuilder text =
                    new StringBuilder("tree " + files.write(inserter).name() + "\n");
            for (ObjectId parent : parents) {
                text.append("parent ").append(parent.name()).append('\n');
            }
            text.append("author ").append(author).append('\n');
            text.append("committer ").append(committer).append('\n');
            text.append(rest.startsWith("encoding ") ? rest : "\n" + rest);
            ObjectId commit =
                    inserter.insert(Constants.OBJ_COMMIT, text.toString().getBytes(StandardCharsets.ISO_8859_1));
            inserter.flush();
            return commit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves the branch, to which HEAD points, to a commit. */
    ObjectId head(ObjectId commit) {
        try {
            RefUpdate update = git.updateRef("refs/heads/main");
            update.setNewObjectId(commit);
            update.forceUpdate();
            return commit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of HEAD as git has them: what each holds, by path. */
    static Map<String, Content> filesAtHead(Repository git) {
        try (RevWalk commits = new RevWalk(git);
                TreeWalk walk = new TreeWalk(git)) {
            walk.addTree(commits.parseCommit(git.resolve(Constants.HEAD)).getTree());
            walk.setRecursive(true);
            Map<String, Content> files = new TreeMap<>();
            while (walk.next()) {
                files.put(
                        GitPath.text(walk.getRawPath()),
                        new Content(
                                kind(walk.getFileMode(0)), walk.getObjectId(0).name()));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Content.Kind kind(FileMode mode) {
        return switch (mode.toString()) {
            case "100755" -> Content.Kind.EXECUTABLE;
            case "120000" -> Content.Kind.SYMLINK;
            case "160000" -> Content.Kind.SUBMODULE;
            default -> Content.Kind.FILE;
        };
    }

    private ObjectId blob(String content) {
        return blobs.computeIfAbsent(content, unknown -> {
            try (ObjectInserter inserter = git.newObjectInserter()) {
                return inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        git.close();
    }
}
