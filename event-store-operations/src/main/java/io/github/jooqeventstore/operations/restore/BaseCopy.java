package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupFile;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.files.FileTree;
import io.github.jooqeventstore.operations.files.FullDisk;
import io.github.jooqeventstore.operations.files.Sha256;
import io.github.jooqeventstore.operations.process.AtInterrupt;
import io.github.jooqeventstore.operations.process.FolderAccount;
import io.github.jooqeventstore.operations.wal.ArchiveScript;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/**
 * A copy of a base backup to recover, each file checked against the manifest while it is copied.
 *
 * @param base the backup
 * @param folder where {@code data} goes
 * @param progress hears how many bytes are copied
 */
public record BaseCopy(Backup base, Path folder, Progress progress) {
    static final String SCRIPT = "restore-wal.sh";
    /** What is copied in part: it gets the name of data when it is whole. */
    private static final String PARTIAL = ".partial-data";

    private static final int MEBIBYTE = 20;

    /**
     * Makes it: a server's files in {@code data}, ready to be recovered by the script beside them, for the owner of the folder
     * above.
     *
     * @throws OperationsException with {@link ExitCode#REFUSED} when the folder holds files, with {@link ExitCode#INTEGRITY}
     *     when a file of the backup is not what it was, with {@link ExitCode#NO_SPACE} when the disk is full
     */
    public void make() {
        AtInterrupt interrupted = AtInterrupt.undo(this::deletePartial);
        try {
            refuseContent();
            deletePartial();
            long size = base.manifest().size();
            Files.createDirectories(folder);
            if (Files.getFileStore(folder).getUsableSpace() < size) {
                throw new OperationsException(
                        ExitCode.NO_SPACE,
                        "folder " + folder + ": expected room for " + (size >> MEBIBYTE) + " MiB, found "
                                + (Files.getFileStore(folder).getUsableSpace() >> MEBIBYTE));
            }
            Path data = folder.resolve(PARTIAL);
            Files.createDirectory(data);
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            copyFiles(data, size);
            BaseBackup.completeFolders(data);
            Files.createFile(data.resolve("recovery.signal"));
            ArchiveScript.writeRestoring(folder.resolve(SCRIPT));
            giveToOwner();
            Files.move(data, folder.resolve(BaseBackup.DATA), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deletePartial();
            throw new OperationsException(
                    FullDisk.or(ExitCode.USAGE, e),
                    "folder " + folder + ": expected to copy the base backup there, found " + e,
                    e);
        } catch (RuntimeException e) {
            deletePartial();
            throw e;
        } finally {
            interrupted.close();
        }
    }

    private void deletePartial() {
        try {
            FileTree.delete(folder.resolve(PARTIAL));
        } catch (IOException e) {
            // It has no name of data's, and the next copy into this folder deletes it.
        }
    }

    private void copyFiles(Path data, long size) throws IOException {
        long done = 0;
        for (BackupFile file : base.manifest().files()) {
            if (file.path().startsWith(BaseBackup.DATA + "/")) {
                copy(file, data.resolve(file.path().substring(BaseBackup.DATA.length() + 1)));
            }
            done += file.size();
            progress.at("copy the base backup (MiB)", done >> MEBIBYTE, size >> MEBIBYTE);
        }
    }

    private void copy(BackupFile file, Path target) throws IOException {
        Files.createDirectories(target.getParent() == null ? folder : target.getParent());
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(base.file(file.path())), digest);
                OutputStream out = Files.newOutputStream(target)) {
            in.transferTo(out);
        }
        if (!Sha256.hex(digest.digest()).equals(file.sha256())) {
            throw new OperationsException(
                    ExitCode.INTEGRITY,
                    "backup " + base.id() + ": expected file " + file.path() + " as it was written, found another;"
                            + " use another base backup with --base");
        }
    }

    private void refuseContent() throws IOException {
        if (Files.exists(folder)) {
            try (var entries = Files.list(folder)) {
                if (entries.anyMatch(it -> !it.getFileName().toString().equals(PARTIAL))) {
                    throw new OperationsException(
                            ExitCode.REFUSED,
                            "folder " + folder + ": expected an empty one or none, found files; nothing is restored in"
                                    + " place");
                }
            }
        }
    }

    // Below a folder of the account postgres, root restores for that account.
    private void giveToOwner() {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            FolderAccount.giveTo(parent, folder);
        }
    }
}
