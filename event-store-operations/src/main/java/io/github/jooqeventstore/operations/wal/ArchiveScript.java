package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The two scripts that a server runs for each segment: one that archives it, one that brings it back. */
public final class ArchiveScript {
    private ArchiveScript() {}

    /**
     * Writes the script that archives: {@code archive_command = 'SCRIPT %p %f FOLDER'}. It never overwrites, makes the
     * segment durable under another name first, and leaves nothing behind on a full disk.
     */
    public static void writeArchiving(Path file) {
        write("archive-wal.sh", file);
    }

    /** Writes the script that brings a segment back: {@code restore_command = 'SCRIPT %f %p FOLDER…'}. */
    public static void writeRestoring(Path file) {
        write("restore-wal.sh", file);
    }

    private static void write(String name, Path file) {
        try (InputStream in = ArchiveScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + ": expected it in the jar");
            }
            Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "script " + file + ": expected to write it, found " + e, e);
        }
    }

    /** {@return a word for a shell, whatever is in it, in a setting where per cent signs mean something} */
    public static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "'\\''").replace("%", "%%") + "'";
    }
}
