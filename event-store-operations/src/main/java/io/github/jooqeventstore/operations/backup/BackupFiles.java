package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.files.FullDisk;
import io.github.jooqeventstore.operations.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Files that must be there after a power failure, and what they hold. */
final class BackupFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private BackupFiles() {}

    /** Written under another name, brought to the disk, renamed: it is there as a whole or as it was. */
    static void writeDurably(Path folder, String name, byte[] content) {
        Path partial = folder.resolve("." + name + ".partial");
        try {
            Files.write(partial, content);
            force(partial);
            Files.move(
                    partial, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(folder);
        } catch (IOException e) {
            throw failure(folder.resolve(name), "to write it", e);
        }
    }

    /** Brings a file, or the names in a folder, to the disk. */
    static void force(Path path) throws IOException {
        var how = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    /** Every file below the folder, measured unless its digest is known, and brought to the disk, and every folder. */
    static List<BackupFile> forcedAndMeasured(Path folder, Map<String, String> known) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted().toList();
        }
        List<BackupFile> files = new ArrayList<>();
        for (Path path : paths) {
            force(path);
            if (Files.isRegularFile(path)) {
                String name = relative(folder, path);
                String digest = known.get(name);
                files.add(new BackupFile(name, Files.size(path), digest == null ? sha256(path) : digest));
            }
        }
        return files;
    }

    static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace(java.io.File.separatorChar, '/');
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Sha256.hex(digest.digest());
    }

    static String sha256(byte[] content) {
        return Sha256.hex(Sha256.digest().digest(content));
    }

    /** What an error of the file system means for a command. */
    static OperationsException failure(Path path, String expectation, IOException cause) {
        String said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String found = switch (cause) {
            case NoSuchFileException e -> "nothing there";
            case AccessDeniedException e -> "no right to do so";
            default -> said;
        };
        return new OperationsException(
                FullDisk.or(ExitCode.USAGE, cause), path + ": expected " + expectation + ", found " + found, cause);
    }
}
