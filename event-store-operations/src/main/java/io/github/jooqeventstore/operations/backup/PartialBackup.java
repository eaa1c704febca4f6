package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.files.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A backup that is being taken: a folder without a final name, which only {@link #complete} gives it.
 *
 * <p>Whatever is written into {@link #folder} belongs to it. Unless it was completed, {@link #close} deletes it.
 */
public final class PartialBackup implements AutoCloseable {
    static final String PREFIX = ".partial-";
    static final String SUMS = "SHA256SUMS";

    private final Path catalog;
    private final Path folder;
    private final Path target;
    private final BackupKind kind;
    private final Instant startedAt;
    private boolean completed;

    PartialBackup(Path catalog, String id, BackupKind kind, Instant startedAt) {
        this.catalog = catalog;
        this.folder = catalog.resolve(PREFIX + id);
        this.target = catalog.resolve(id);
        this.kind = kind;
        this.startedAt = startedAt;
        UnfinishedBackups.add(this);
    }

    /** {@return the id that it will have} */
    public String id() {
        return target.getFileName().toString();
    }

    /** {@return its kind} */
    public BackupKind kind() {
        return kind;
    }

    /** {@return when it was begun} */
    public Instant startedAt() {
        return startedAt;
    }

    /** {@return where its files go, in folders of their own if need be} */
    public Path folder() {
        return folder;
    }

    /**
     * Measures the files, brings them to the disk, writes the manifest and the sums, and gives the folder its final name.
     *
     * @param manifest makes the manifest of the files that there are
     * @throws OperationsException with {@link ExitCode#NO_SPACE} and others when that cannot be done; there is no backup then
     */
    public Backup complete(Function<List<BackupFile>, Manifest> manifest) {
        return complete(Map.of(), manifest);
    }

    /** The same where some files were measured before: their digests by their paths. */
    Backup complete(Map<String, String> known, Function<List<BackupFile>, Manifest> manifest) {
        try {
            Manifest written = manifest.apply(BackupFiles.forcedAndMeasured(folder, known));
            byte[] bytes = BackupJson.bytes(written);
            String digest = BackupFiles.sha256(bytes);
            BackupFiles.writeDurably(folder, Manifest.FILE, bytes);
            BackupFiles.writeDurably(folder, SUMS, sums(written, digest).getBytes(StandardCharsets.UTF_8));
            UnfinishedBackups.remove(this);
            if (Files.exists(target)) {
                throw new OperationsException(
                        ExitCode.LOCKED, target + ": expected no backup of this name, found one; take it again");
            }
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
            completed = true;
            BackupFiles.force(catalog);
            return new Backup(target, written, digest, List.of());
        } catch (IOException e) {
            throw BackupFiles.failure(target, "to complete the backup", e);
        }
    }

    // As sha256sum -c reads it: on the worst night a backup can be checked without this program.
    private static String sums(Manifest manifest, String digest) {
        StringBuilder sums = new StringBuilder(digest + "  " + Manifest.FILE + "\n");
        manifest.files().forEach(file -> sums.append(file.sha256() + "  " + file.path() + "\n"));
        return sums.toString();
    }

    /** Deletes it, unless it was completed. */
    @Override
    public void close() {
        UnfinishedBackups.remove(this);
        if (!completed) {
            discard();
        }
    }

    void discard() {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            // It has no final name, and the list calls it unfinished.
        }
    }
}
