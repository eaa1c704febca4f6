package io.github.jooqeventstore.codegen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Tells whether code has to be generated again: equal as long as the migrations, this generator, the version of jOOQ and
 * the options are. The database that is used is not part of it.
 *
 * <p>Maven loads this class before it knows a newer Java, so it stands on the JDK alone.
 */
final class Fingerprint {

    private static final String MIGRATIONS = "event-store/migration";
    private static final String JOOQ_VERSION = "META-INF/maven/org.jooq/jooq-codegen/pom.properties";
    private static final String GENERATOR = Fingerprint.class.getPackageName().replace('.', '/') + "/";

    private Fingerprint() {}

    static String of(List<Path> classpath, CodegenOptions options) {
        // Sorted by name: a folder of classes and the jar made from it have the same fingerprint.
        Map<String, String> inputs = new TreeMap<>();
        for (Path entry : classpath) {
            collect(entry, inputs);
        }
        if (inputs.keySet().stream().noneMatch(name -> name.startsWith(MIGRATIONS))) {
            throw new IllegalStateException("class path: expected migrations in " + MIGRATIONS + ", found none");
        }
        inputs.put("--package", options.packageName());
        inputs.put("--schema", options.schema());
        return sha256(inputs.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean isInput(String name) {
        return name.equals(JOOQ_VERSION)
                || name.startsWith(MIGRATIONS + "/")
                || (name.startsWith(GENERATOR) && name.endsWith(".class"));
    }

    private static void collect(Path entry, Map<String, String> inputs) {
        try {
            if (Files.isDirectory(entry)) {
                collectFolder(entry, inputs);
            } else if (Files.isRegularFile(entry)) {
                collectJar(entry, inputs);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("class path: " + entry + " cannot be read", e);
        }
    }

    private static void collectFolder(Path folder, Map<String, String> inputs) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (isInput(name)) {
                    inputs.putIfAbsent(name, sha256(Files.readAllBytes(file)));
                }
            }
        }
    }

    private static void collectJar(Path jar, Map<String, String> inputs) throws IOException {
        Predicate<ZipEntry> isInput = file -> !file.isDirectory() && isInput(file.getName());
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry file :
                    (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast).filter(isInput)::iterator) {
                try (InputStream content = zip.getInputStream(file)) {
                    inputs.putIfAbsent(file.getName(), sha256(content.readAllBytes()));
                }
            }
        }
    }
}
