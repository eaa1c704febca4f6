package io.github.jooqeventstore.operations.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Tells what a folder of the catalog is: names and sizes are looked at, and the manifest; files are not read. */
final class CatalogReader {
    private static final Pattern ID = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d{6}\\.\\d{3}Z-(full|events|base)");

    private CatalogReader() {}

    static Optional<CatalogEntry> entry(Path folder) {
        String name = folder.getFileName().toString();
        if (name.startsWith(PartialBackup.PREFIX)) {
            return Optional.of(new CatalogEntry.Unfinished(folder));
        }
        if (!ID.matcher(name).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(folder, name));
        } catch (IOException | JacksonException e) {
            return Optional.of(damaged(
                    folder, "a manifest that can be read, found " + e.getClass().getSimpleName()));
        }
    }

    private static CatalogEntry read(Path folder, String name) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(Manifest.FILE));
        String digest = BackupFiles.sha256(bytes);
        Path sums = folder.resolve(PartialBackup.SUMS);
        if (!Files.readString(sums, StandardCharsets.UTF_8).startsWith(digest + "  " + Manifest.FILE + "\n")) {
            return damaged(folder, "the manifest that its sums tell of, found another");
        }
        int format = BackupJson.format(bytes);
        if (format < 1 || format > Manifest.FORMAT) {
            return damaged(folder, "a manifest of format 1 to " + Manifest.FORMAT + ", found format " + format);
        }
        Manifest manifest = BackupJson.read(bytes, Manifest.class);
        if (!manifest.id().equals(name)) {
            return damaged(folder, "the backup of this id, found " + manifest.id());
        }
        String missing = missing(folder, manifest);
        return missing == null
                ? new Backup(folder, manifest, digest, verifications(folder, digest))
                : damaged(folder, missing);
    }

    private static @Nullable String missing(Path folder, Manifest manifest) throws IOException {
        for (BackupFile file : manifest.files()) {
            Path path = folder.resolve(file.path());
            if (!Files.isRegularFile(path)) {
                return "file " + file.path() + ", found none";
            }
            if (Files.size(path) != file.size()) {
                return file.size() + " bytes in file " + file.path() + ", found " + Files.size(path);
            }
        }
        return null;
    }

    // One of another manifest tells nothing about this one.
    private static List<Verification> verifications(Path folder, String digest) throws IOException {
        List<Verification> verifications = new ArrayList<>();
        for (Verification.Depth depth : Verification.Depth.values()) {
            Path file = folder.resolve(depth.file());
            if (Files.isRegularFile(file)) {
                Verification kept = BackupJson.read(Files.readAllBytes(file), Verification.class);
                if (kept.manifestDigest().equals(digest)) {
                    verifications.add(kept);
                }
            }
        }
        return verifications;
    }

    private static CatalogEntry.Damaged damaged(Path folder, String expectation) {
        return new CatalogEntry.Damaged(folder, "backup " + folder.getFileName() + ": expected " + expectation);
    }
}
