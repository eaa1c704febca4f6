package io.github.jooqeventstore.codegen;

import java.io.IOException;
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

/**
 * Tells whether code has to be generated again: equal as long as the migrations, this generator, the version of jOOQ, the
 * options and what they name are. The database that is used is not part of it.
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
            new ClasspathFiles(entry).note(Fingerprint::isInput, inputs);
        }
        if (inputs.keySet().stream().noneMatch(name -> name.startsWith(MIGRATIONS))) {
            throw new IllegalStateException("class path: expected migrations in " + MIGRATIONS + ", found none");
        }
        inputs.put("--package", options.packageName());
        inputs.put("--schema", options.schema());
        if (!options.own().equals(OwnTables.NONE)) {
            addOwn(classpath, options.own(), inputs);
        }
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
                || (name.startsWith(GENERATOR) && !name.endsWith("/"));
    }

    private static void addOwn(List<Path> classpath, OwnTables own, Map<String, String> inputs) {
        inputs.put("--own-schema", own.schemas().toString());
        inputs.put("--placeholder", own.placeholders().toString());
        inputs.put("--generate-store", Boolean.toString(own.generateStore()));
        for (String location : own.migrations()) {
            inputs.put(
                    location,
                    MigrationFiles.at(location, own.resources(), classpath).toString());
        }
        if (own.generator() != null) {
            String settings = read(own.generator());
            inputs.put("--generator", settings);
            inputs.put(
                    "classes of the project",
                    NamedClasses.in(settings, classpath).toString());
        }
    }

    private static String read(Path settings) {
        try {
            return Files.readString(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "generator: expected a file with jOOQ's settings, found none at " + settings, e);
        }
    }
}
