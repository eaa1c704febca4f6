package io.github.jooqeventstore.operations.backup;

import java.nio.file.Path;
import java.util.List;

/**
 * A complete backup in its folder: every file that its manifest names is there with its size.
 *
 * @param folder where it is
 * @param manifest what it is
 * @param digest the SHA-256 of the manifest's bytes, which an incremental backup behind it names
 * @param verifications the last one of each depth, of this very manifest
 */
public record Backup(Path folder, Manifest manifest, String digest, List<Verification> verifications)
        implements CatalogEntry {
    /** Copies. */
    public Backup {
        verifications = List.copyOf(verifications);
    }

    /** {@return its id} */
    public String id() {
        return manifest.id();
    }

    /** {@return the file of the backup with this path in the manifest} */
    public Path file(String path) {
        return folder.resolve(path);
    }

    /**
     * {@return whether it counts: it was looked at, at whatever depth, and the last look of each depth has found nothing}
     *
     * <p>That is what retention and the alarm ask for. It says that the backup is what it was when it was taken, with no fewer
     * events than the one before; {@link #deeplyVerified} says that it can be restored, and the newest of those is kept, too.
     */
    public boolean verified() {
        return !verifications.isEmpty() && verifications.stream().allMatch(Verification::passed);
    }

    /** {@return whether it was restored in a verification and nothing was found at any depth} */
    public boolean deeplyVerified() {
        return verified() && verifications.stream().anyMatch(it -> it.depth() == Verification.Depth.DEEP);
    }

    /**
     * Keeps a verification beside the manifest, in place of the last one of its depth.
     *
     * @throws io.github.jooqeventstore.operations.OperationsException when it cannot be written
     */
    public void keep(Verification verification) {
        BackupFiles.writeDurably(folder, verification.depth().file(), BackupJson.bytes(verification));
    }
}
