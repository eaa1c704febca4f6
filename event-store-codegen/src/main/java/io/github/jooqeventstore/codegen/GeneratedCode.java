package io.github.jooqeventstore.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The generated files in their folder, and beside the folder a note of what they were generated from and what they hold.
 * Only what is in the note is ever deleted: any other file belongs to somebody else.
 *
 * <p>Maven loads this class before it knows a newer Java, so it stands on the JDK alone.
 */
final class GeneratedCode {

    private final Path directory;
    private final Path note;

    GeneratedCode(CodegenOptions options) {
        this.directory = options.directory().toAbsolutePath().normalize();
        this.note = directory.resolveSibling(directory.getFileName() + "-" + options.packageName() + ".fingerprint");
    }

    /** Whether the code came from inputs of that fingerprint and every file is as it was written then. */
    boolean isUpToDate(String fingerprint) throws IOException {
        List<String> noted = readNote();
        return !noted.isEmpty()
                && noted.get(0).equals(fingerprint)
                && files(noted).entrySet().stream()
                        .allMatch(file -> file.getValue().equals(hash(directory.resolve(file.getKey()))));
    }

    /** Takes over the files of another folder: writes what changed, leaves what did not, removes what is gone. */
    void replaceBy(Path fresh, String fingerprint) throws IOException {
        Map<String, String> before = files(readNote());
        Map<String, String> after = hashes(fresh);
        Files.createDirectories(directory);
        // Noted before it is written: the next replacement removes what an interrupted one has left.
        Map<String, String> either = new TreeMap<>(before);
        either.putAll(after);
        write("interrupted", either);
        for (Map.Entry<String, String> file : after.entrySet()) {
            Path target = directory.resolve(file.getKey());
            if (!file.getValue().equals(hash(target))) {
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.write(target, Files.readAllBytes(fresh.resolve(file.getKey())));
            }
        }
        for (String name : before.keySet()) {
            if (!after.containsKey(name)) {
                Files.deleteIfExists(directory.resolve(name));
            }
        }
        write(fingerprint, after);
    }

    private void write(String fingerprint, Map<String, String> files) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(fingerprint);
        files.forEach((name, hash) -> lines.add(hash + " " + name));
        Files.write(note, lines);
    }

    private List<String> readNote() throws IOException {
        return Files.exists(note) ? Files.readAllLines(note) : List.of();
    }

    private static Map<String, String> files(List<String> noted) {
        Map<String, String> files = new TreeMap<>();
        noted.stream()
                .skip(1)
                .map(line -> line.split(" ", 2))
                .filter(file -> file.length == 2)
                .forEach(file -> files.put(file[1], file[0]));
        return files;
    }

    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            hashes.put(folder.relativize(file).toString().replace('\\', '/'), hash(file)));
        }
        return hashes;
    }

    /** The hash of a file, or nothing when it is not there. */
    private static String hash(Path file) {
        try {
            return Files.isRegularFile(file) ? Fingerprint.sha256(Files.readAllBytes(file)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
