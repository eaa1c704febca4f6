package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.Progress;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The files of a running server, copied while it changes them: the log that it writes meanwhile makes them whole.
 *
 * @param origin its data folder
 * @param copy where they go
 * @param progress hears how many bytes are copied
 */
record DataFiles(Path origin, Path copy, Progress progress) {
    // As pg_basebackup leaves them out: what a server makes anew at each start, and what is another server's business.
    private static final Set<String> EMPTY = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans",
            "pgsql_tmp");
    private static final Set<String> LEFT_OUT = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "postgresql.auto.conf.tmp",
            "current_logfiles",
            "backup_label",
            "backup_label.old",
            "tablespace_map",
            "tablespace_map.old",
            "backup_manifest",
            "standby.signal",
            "recovery.signal",
            "pg_internal.init");
    private static final Path CONTROL = Path.of("global", "pg_control");
    private static final int MEBIBYTE = 20;

    void take() throws IOException {
        Copying copying = new Copying();
        Files.walkFileTree(origin, copying);
        BaseBackup.completeFolders(copy);
        // The last one, as it tells from where to recover.
        Files.copy(origin.resolve(CONTROL), copy.resolve(CONTROL));
    }

    private final class Copying extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            Path target = copy.resolve(origin.relativize(folder).toString());
            Files.createDirectory(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return EMPTY.contains(folder.getFileName().toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Path path = origin.relativize(file);
            if (LEFT_OUT.contains(file.getFileName().toString())
                    || file.getFileName().toString().startsWith("pgsql_tmp")
                    || path.equals(CONTROL)
                    || !attributes.isRegularFile()) {
                return FileVisitResult.CONTINUE;
            }
            try {
                Files.copy(file, copy.resolve(path.toString()));
            } catch (NoSuchFileException e) {
                // A table was dropped meanwhile; the log says so, too.
            }
            bytes += attributes.size();
            progress.at("copy the server's files (MiB)", bytes >> MEBIBYTE, 0);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }
}
