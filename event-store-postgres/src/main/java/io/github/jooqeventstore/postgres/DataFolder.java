package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one embedded server, locked for this JVM: {@code data} is PostgreSQL's own, beside it lie the lock, its
 * owner's mark, the login and the logs.
 */
final class DataFolder implements AutoCloseable {
    /** A second channel on the same file would, when closed, drop the first one's lock: one JVM asks itself first. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final boolean kept;
    private final FileChannel channel;
    private final String mark;

    private DataFolder(Path path, boolean kept, FileChannel channel, String mark) {
        this.path = path;
        this.kept = kept;
        this.channel = channel;
        this.mark = mark;
    }

    /** {@return this folder, made when absent} It must be empty or made by an earlier call. */
    static DataFolder kept(Path folder) {
        try {
            Files.createDirectories(folder);
            Path path = folder.toRealPath();
            if (!Files.isWritable(path)) {
                throw new PostgresServerException(
                        "data folder " + folder + ": expected to write there, found it owned by "
                                + Files.getOwner(path).getName());
            }
            // In this order: another JVM may be making it just now, and the lock is its first file.
            if (!isEmpty(path) && !Files.exists(path.resolve("lock"))) {
                throw new PostgresServerException("data folder " + folder
                        + ": expected an empty folder or one made here before, found other files");
            }
            return lock(path, true);
        } catch (IOException e) {
            throw new PostgresServerException("data folder " + folder + ": expected to use it, found " + e, e);
        }
    }

    /** {@return a new folder that goes when it is closed} */
    static DataFolder throwaway(Workplace workplace) {
        try {
            return lock(
                    Files.createTempDirectory(workplace.folder(), "throwaway-").toRealPath(), false);
        } catch (IOException e) {
            throw new PostgresServerException(
                    "folder " + workplace.folder() + ": expected to write there, found " + e, e);
        }
    }

    /** {@return a throwaway folder that a killed JVM left, ready to be closed, or null while somebody uses it} */
    static @Nullable DataFolder abandoned(Path folder) throws IOException {
        try {
            return lock(folder.toRealPath(), false);
        } catch (PostgresServerException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    Path data() {
        return path.resolve("data");
    }

    boolean kept() {
        return kept;
    }

    /** {@return what {@code owner} says as long as the folder is this JVM's} */
    String mark() {
        return mark;
    }

    /** {@return a file beside the data, readable for this account alone} */
    Path secret(String name) throws IOException {
        Path file = path.resolve(name);
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        return file;
    }

    /** Frees the folder, and deletes it unless it is kept. */
    @Override
    public void close() {
        try {
            channel.close();
            if (!kept) {
                Folders.delete(path);
            }
        } catch (IOException e) {
            throw new PostgresServerException("folder " + path + ": expected to free it, found " + e, e);
        } finally {
            OURS.remove(path);
        }
    }

    private static DataFolder lock(Path path, boolean kept) throws IOException {
        if (!OURS.add(path)) {
            throw inUse(path, "by this process");
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path, holder(path));
            }
            String mark = ProcessHandle.current().pid() + " " + UUID.randomUUID();
            Files.writeString(path.resolve("owner"), mark);
            locked = true;
            return new DataFolder(path, kept, channel, mark);
        } finally {
            if (!locked) {
                OURS.remove(path);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static String holder(Path path) throws IOException {
        Path owner = path.resolve("owner");
        String mark = Files.exists(owner) ? Files.readString(owner) : "";
        return mark.isBlank() ? "by another process" : "by process " + mark.substring(0, mark.indexOf(' '));
    }

    private static PostgresServerException inUse(Path path, String holder) {
        return new PostgresServerException(
                "data folder " + path + ": expected it to be free, found it in use " + holder);
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (var entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }
}
