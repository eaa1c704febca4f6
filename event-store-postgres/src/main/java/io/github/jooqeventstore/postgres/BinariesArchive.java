package io.github.jooqeventstore.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** A {@code .txz} of binaries on the class path, unpacked once for each content. */
final class BinariesArchive {
    /** The files and their sizes: a temporary folder is cleaned by others, file by file. */
    private static final String CONTENTS = "contents";

    private BinariesArchive() {}

    /** {@return the folder with all of the archive's files} */
    static Path unpack(URL archive, Workplace workplace) throws IOException {
        Path folder = workplace.folder().resolve("binaries-" + digest(archive).substring(0, 16));
        if (isComplete(folder)) {
            return folder;
        }
        Path fresh = Files.createTempDirectory(workplace.folder(), "unpacking-");
        try {
            extract(archive, fresh);
            publish(fresh, folder, workplace);
        } finally {
            Folders.delete(fresh);
        }
        return folder;
    }

    // Another JVM may do the same at the same time: the first to move its folder wins, both are equal.
    private static void publish(Path fresh, Path folder, Workplace workplace) throws IOException {
        if (Files.exists(folder) && !isComplete(folder)) {
            Path remains = Files.createTempDirectory(workplace.folder(), "unpacking-");
            Files.move(folder, remains.resolve("remains"), StandardCopyOption.ATOMIC_MOVE);
            Folders.delete(remains);
        }
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isComplete(folder)) {
                throw e;
            }
        }
    }

    private static void extract(URL archive, Path target) throws IOException {
        List<String> contents = new ArrayList<>();
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive.openStream())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = inside(target, target.resolve(entry.getName()));
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    inside(target, path.resolveSibling(entry.getLinkName()));
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    setMode(path, entry.getMode());
                    contents.add(entry.getSize() + " " + target.relativize(path));
                }
            }
        }
        makeReadable(target);
        Files.write(target.resolve(CONTENTS), contents);
    }

    private static boolean isComplete(Path folder) throws IOException {
        Path contents = folder.resolve(CONTENTS);
        if (!Files.isRegularFile(contents)) {
            return false;
        }
        for (String line : Files.readAllLines(contents)) {
            int space = line.indexOf(' ');
            Path file = folder.resolve(line.substring(space + 1));
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) != Long.parseLong(line.substring(0, space))) {
                return false;
            }
        }
        return true;
    }

    private static Path inside(Path folder, Path path) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(folder)) {
            throw new IOException("archive entry outside of the archive: " + path);
        }
        return normal;
    }

    private static void setMode(Path file, int mode) throws IOException {
        if (posix(file)) {
            boolean program = (mode & 0100) != 0;
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    // A server started by root runs under another account, which must reach its own programs.
    private static void makeReadable(Path folder) throws IOException {
        if (!posix(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isDirectory)::iterator) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String digest(URL archive) throws IOException {
        try (InputStream bytes = archive.openStream();
                var digest = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
