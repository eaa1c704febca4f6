package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder of backups, each in a folder named by its id. Nothing else is kept about them: whoever copies the folder has them all.
 *
 * <p>A value. Several programs may take backups into the same folder at once.
 *
 * @param folder where the backups are
 */
public record Catalog(Path folder) {
    // Ids sort by time, and are file names everywhere.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * {@return the catalog in a folder that is there}
     *
     * @throws OperationsException with {@link ExitCode#USAGE} when it is not
     */
    public static Catalog open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new OperationsException(
                    ExitCode.USAGE, "folder " + folder + ": expected the folder of the backups, found no such folder");
        }
        return new Catalog(folder);
    }

    /**
     * {@return the catalog in a folder, which is made when it is absent, for this account alone}
     *
     * @throws OperationsException with {@link ExitCode#USAGE} or {@link ExitCode#NO_SPACE} when it cannot be made
     */
    public static Catalog openOrCreate(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, privately());
            }
            return new Catalog(folder);
        } catch (IOException e) {
            throw BackupFiles.failure(folder, "to make the folder of the backups", e);
        }
    }

    private static FileAttribute<?> privately() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * {@return a backup to be taken} Its files can be read by this account alone.
     *
     * @throws OperationsException when its folder cannot be made
     */
    public PartialBackup begin(BackupKind kind) {
        Instant now = Clock.systemUTC().instant();
        for (Instant time = now; ; time = time.plusMillis(1)) {
            String id = TIME.format(time) + "-" + kind.word();
            try {
                if (!Files.exists(folder.resolve(id))) {
                    Files.createDirectory(folder.resolve(PartialBackup.PREFIX + id), privately());
                    return new PartialBackup(folder, id, kind, now);
                }
            } catch (FileAlreadyExistsException e) {
                // Somebody else has begun one in this very millisecond: the next one is free.
            } catch (IOException e) {
                throw BackupFiles.failure(folder, "to make the folder of a backup in it", e);
            }
        }
    }

    /** {@return all there is, in the order of its ids, oldest first} What has no name of ours is not looked at. */
    public List<CatalogEntry> entries() {
        List<CatalogEntry> entries = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(Catalog::nameOfPlace))
                    .forEach(path -> CatalogReader.entry(path).ifPresent(entries::add));
        } catch (IOException e) {
            throw BackupFiles.failure(folder, "to read the folder of the backups", e);
        }
        return entries;
    }

    private static String nameOfPlace(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(PartialBackup.PREFIX) ? name.substring(PartialBackup.PREFIX.length()) : name;
    }

    /** {@return the complete backups, oldest first} */
    public List<Backup> backups() {
        return entries().stream()
                .filter(Backup.class::isInstance)
                .map(Backup.class::cast)
                .toList();
    }

    /** {@return the newest complete backup for which the condition holds, or nothing} */
    public Optional<Backup> newest(Predicate<Backup> condition) {
        return backups().stream().filter(condition).reduce((older, newer) -> newer);
    }

    /** {@return the newest backup of this kind that was verified and found to be well, or nothing} */
    public Optional<Backup> newestVerified(BackupKind kind) {
        return newest(backup -> backup.manifest().kind() == kind && backup.verified());
    }

    /**
     * {@return the backup with this id}
     *
     * @throws OperationsException with {@link ExitCode#USAGE} when there is none, with {@link ExitCode#INTEGRITY} when it is
     *     damaged
     */
    public Backup backup(String id) {
        Path place = folder.resolve(id);
        // An id is a name, never a way out of the folder.
        if (!place.normalize().equals(place) || !folder.equals(place.getParent()) || !Files.isDirectory(place)) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "backup " + id + ": expected it in " + folder + ", found none; backup list shows all");
        }
        return switch (CatalogReader.entry(place).orElse(null)) {
            case Backup backup -> backup;
            case CatalogEntry.Damaged damaged ->
                throw new OperationsException(ExitCode.INTEGRITY, damaged.finding() + "; take another backup");
            case CatalogEntry.Unfinished unfinished -> throw noBackup(id);
            case null -> throw noBackup(id);
        };
    }

    private static OperationsException noBackup(String id) {
        return new OperationsException(ExitCode.USAGE, "backup " + id + ": expected a backup, found another folder");
    }

    /**
     * {@return the backup and all that it goes on from, the one that stands by itself first}
     *
     * @throws OperationsException with {@link ExitCode#INTEGRITY} when one is missing or is not the one that was gone on from
     */
    public List<Backup> chain(Backup last) {
        List<Backup> chain = new ArrayList<>(List.of(last));
        ParentBackup parent = last.manifest().parent();
        while (parent != null) {
            Backup found = parent(chain.getFirst(), parent);
            chain.addFirst(found);
            parent = found.manifest().parent();
        }
        return List.copyOf(chain);
    }

    private Backup parent(Backup child, ParentBackup named) {
        Backup found = backups().stream()
                .filter(backup -> backup.id().equals(named.id()))
                .findFirst()
                .orElseThrow(() -> lostParent(child, named, "none that is complete"));
        if (!found.digest().equals(named.digest())) {
            throw lostParent(child, named, "another of that name");
        }
        return found;
    }

    private static OperationsException lostParent(Backup child, ParentBackup named, String found) {
        return new OperationsException(
                ExitCode.INTEGRITY,
                "backup " + child.id() + ": expected its parent " + named.id() + ", found " + found
                        + "; restore an earlier one, and take a backup that stands by itself");
    }
}
