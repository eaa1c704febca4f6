package io.github.jooqeventstore;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The types of a jar, or of a folder of classes, that its users can name.
 *
 * @param forCallers what they may rely on
 * @param notForCallers generated classes that are public for jOOQ's sake
 */
record PublicTypes(TreeSet<String> forCallers, TreeSet<String> notForCallers) {

    /** The tables that callers query, their rows, and the keys that other generated code refers to. */
    private static final Pattern TABLES_OF_CALLERS =
            Pattern.compile("(Tables|Keys|tables\\.(records\\.)?(Events|Streams|Snapshots)(Record)?(\\..+)?)");

    private static final String GENERATED = "io.github.jooqeventstore.schema.";

    static PublicTypes besides(Class<?>... classes) throws IOException, URISyntaxException {
        PublicTypes types = new PublicTypes(new TreeSet<>(), new TreeSet<>());
        for (Class<?> of : classes) {
            Path place = Path.of(
                    of.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                types.addAll(place);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(place)) {
                    types.addAll(jar.getPath("/"));
                }
            }
        }
        return types;
    }

    private void addAll(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<String> names = files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .toList();
            for (String name : names) {
                add(name);
            }
        }
    }

    private void add(String binaryName) {
        try {
            Class<?> type = Class.forName(binaryName, false, PublicTypes.class.getClassLoader());
            String name = type.getCanonicalName();
            if (name != null && visible(type)) {
                (isForCallers(name) ? forCallers : notForCallers).add(name);
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isForCallers(String name) {
        return !name.startsWith(GENERATED)
                || TABLES_OF_CALLERS.matcher(name.substring(GENERATED.length())).matches();
    }

    private static boolean visible(Class<?> type) {
        Class<?> around = type.getDeclaringClass();
        boolean open = Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
        return open && (around == null || visible(around));
    }
}
