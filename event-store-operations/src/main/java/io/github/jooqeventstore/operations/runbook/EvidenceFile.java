package io.github.jooqeventstore.operations.runbook;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.files.FullDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** The archive that is being written, without a final name. Unless it is completed, closing removes it. */
final class EvidenceFile implements AutoCloseable {
    private static final String HIDDEN = "(not shown)";
    private static final int LEAST_PASSWORD = 4;

    private final Path file;
    private final Path partial;
    private final FileChannel channel;
    private final ZipOutputStream zip;
    private final @Nullable String secret;
    private boolean completed;

    private EvidenceFile(Path file, Path partial, FileChannel channel, @Nullable String secret) {
        this.file = file;
        this.partial = partial;
        this.channel = channel;
        this.secret = secret;
        OutputStream out = Channels.newOutputStream(channel);
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    }

    /** The secret is one that is nowhere to be shown, also where somebody has put it into a name. */
    static EvidenceFile create(Path file, @Nullable String secret) {
        Path whole = file.toAbsolutePath().normalize();
        Path partial = whole.resolveSibling("." + whole.getFileName() + ".partial");
        if (Files.exists(whole)) {
            throw new OperationsException(
                    ExitCode.REFUSED, "file " + whole + ": expected none, found one; evidence is never overwritten");
        }
        try {
            Files.deleteIfExists(partial);
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            FileChannel channel =
                    FileChannel.open(partial, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner);
            return new EvidenceFile(whole, partial, channel, secret);
        } catch (IOException e) {
            throw failure(whole, e);
        }
    }

    void add(String name, String text) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(shown(text).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private String shown(String text) {
        return secret == null || secret.length() < LEAST_PASSWORD ? text : text.replace(secret, HIDDEN);
    }

    /** Brings it to the disk, and gives it its name. */
    void complete() {
        try {
            zip.finish();
            channel.force(true);
            channel.close();
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            completed = true;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!completed) {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            // It has no final name.
        }
    }

    private static OperationsException failure(Path file, IOException e) {
        return new OperationsException(
                FullDisk.or(ExitCode.USAGE, e), "file " + file + ": expected to write it, found " + e.getMessage(), e);
    }
}
