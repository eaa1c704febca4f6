package io.github.jooqeventstore.codegen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The files of a folder or a jar, by their names in it.
 *
 * <p>Maven loads this class before it knows a newer Java, so it stands on the JDK alone.
 */
final class ClasspathFiles {

    private final Path entry;

    ClasspathFiles(Path entry) {
        this.entry = entry;
    }

    /** Notes the hash of each file whose name is wanted and not noted yet; what is no folder and no jar has none. */
    void note(Predicate<String> wanted, Map<String, String> hashes) {
        try {
            if (Files.isDirectory(entry)) {
                noteFolder(wanted, hashes);
            } else if (Files.isRegularFile(entry)) {
                noteJar(wanted, hashes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("class path: " + entry + " cannot be read", e);
        }
    }

    boolean has(String name) {
        try {
            if (Files.isDirectory(entry)) {
                return Files.isRegularFile(entry.resolve(name));
            }
            if (Files.isRegularFile(entry)) {
                try (ZipFile zip = new ZipFile(entry.toFile())) {
                    return zip.getEntry(name) != null;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("class path: " + entry + " cannot be read", e);
        }
    }

    private void noteFolder(Predicate<String> wanted, Map<String, String> hashes) throws IOException {
        for (Path file : Folders.files(entry)) {
            String name = entry.relativize(file).toString().replace('\\', '/');
            if (wanted.test(name)) {
                hashes.putIfAbsent(name, Fingerprint.sha256(Files.readAllBytes(file)));
            }
        }
    }

    private void noteJar(Predicate<String> wanted, Map<String, String> hashes) throws IOException {
        Predicate<ZipEntry> isWanted = file -> !file.isDirectory() && wanted.test(file.getName());
        try (ZipFile zip = new ZipFile(entry.toFile())) {
            for (ZipEntry file :
                    (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast).filter(isWanted)::iterator) {
                try (InputStream content = zip.getInputStream(file)) {
                    hashes.putIfAbsent(file.getName(), Fingerprint.sha256(content.readAllBytes()));
                }
            }
        }
    }
}
