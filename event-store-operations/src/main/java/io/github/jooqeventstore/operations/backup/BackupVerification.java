package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the files of a backup and compares them with its manifest. */
public final class BackupVerification {
    private BackupVerification() {}

    /**
     * {@return what was found, kept beside the manifest} Every file must be what it was, and no event may have gone since the
     * last verified backup of the same store and epoch.
     *
     * @param catalog where the backup is
     * @param minEvents how many events it must hold at least, with all that it goes on from; not asked of a backup of files
     */
    public static Verification shallow(Catalog catalog, Backup backup, long minEvents, Progress progress) {
        String finding = finding(backup, progress);
        if (finding == null) {
            finding = new ExpectedEvents(catalog, minEvents).finding(backup);
        }
        Verification verification =
                new Verification(Verification.Depth.SHALLOW, Instant.now(), backup.digest(), finding);
        backup.keep(verification);
        return verification;
    }

    /**
     * Reads the files and keeps nothing: for who is about to restore them, perhaps from a place that cannot be written.
     *
     * @throws OperationsException with {@link ExitCode#INTEGRITY} when one is not what it was
     */
    public static void require(Backup backup, Progress progress) {
        String finding = finding(backup, progress);
        if (finding != null) {
            throw new OperationsException(
                    ExitCode.INTEGRITY, "backup " + backup.id() + ": " + finding + "; restore another one");
        }
    }

    private static @Nullable String finding(Backup backup, Progress progress) {
        if (backup.manifest().files().isEmpty()) {
            return "expected files, found none";
        }
        long total = backup.manifest().size();
        long done = 0;
        for (BackupFile file : backup.manifest().files()) {
            progress.at("verify " + backup.id(), done, total);
            String finding = finding(backup.file(file.path()), file);
            if (finding != null) {
                return finding;
            }
            done += file.size();
        }
        progress.at("verify " + backup.id(), total, total);
        return null;
    }

    private static @Nullable String finding(Path path, BackupFile file) {
        try {
            if (!Files.isRegularFile(path)) {
                return "expected file " + file.path() + ", found none";
            }
            if (Files.size(path) != file.size()) {
                return "expected " + file.size() + " bytes in file " + file.path() + ", found " + Files.size(path);
            }
            return BackupFiles.sha256(path).equals(file.sha256())
                    ? null
                    : "expected the digest " + file.sha256() + " of file " + file.path() + ", found another";
        } catch (IOException e) {
            return "expected to read file " + file.path() + ", found " + e;
        }
    }
}
