package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * This account's folder below the temporary one: unpacked binaries, throwaway data.
 *
 * @param folder absolute, owned by this account and writable by nobody else
 * @param uid this account's number, or -1 where accounts have none
 */
record Workplace(Path folder, int uid) {

    static Workplace open() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        try {
            if (!temporary.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                return new Workplace(Files.createDirectories(temporary.resolve("event-store-postgres")), -1);
            }
            int uid = ownUid(temporary);
            Path folder = temporary.resolve("event-store-postgres-" + uid);
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            } catch (FileAlreadyExistsException e) {
                checkIsOurs(folder, uid);
            }
            return new Workplace(folder, uid);
        } catch (IOException e) {
            throw new PostgresServerException(
                    "temporary folder " + temporary + ": expected to write there, found " + e
                            + "; name another with -Djava.io.tmpdir",
                    e);
        }
    }

    boolean root() {
        return uid == 0;
    }

    // The temporary folder is everybody's: what another account has put there must not be run.
    private static void checkIsOurs(Path folder, int uid) throws IOException {
        int owner = (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        if (owner != uid
                || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new PostgresServerException("folder " + folder + ": expected one that only account " + uid
                    + " may change, found account " + owner
                    + " and " + PosixFilePermissions.toString(permissions)
                    + "; remove it or name another temporary folder with -Djava.io.tmpdir");
        }
    }

    private static int ownUid(Path temporary) throws IOException {
        Path probe = Files.createTempFile(temporary, "event-store-postgres-", ".uid");
        try {
            return (int) Files.getAttribute(probe, "unix:uid");
        } finally {
            Files.delete(probe);
        }
    }
}
