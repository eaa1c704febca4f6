package io.github.jooqeventstore.codegen;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files at a location of a project's migrations, each with its hash.
 *
 * <p>Maven loads this class before it knows a newer Java, so it stands on the JDK alone.
 */
final class MigrationFiles {

    private MigrationFiles() {}

    static Map<String, String> at(String location, List<Path> resources, List<Path> classpath) {
        Map<String, String> files = new TreeMap<>();
        String path = location.substring(location.indexOf(':') + 1);
        if (location.startsWith("filesystem:")) {
            if (Files.isDirectory(Path.of(path))) {
                new ClasspathFiles(Path.of(path)).note(name -> true, files);
            }
        } else {
            String folder = path.replaceAll("^/|/$", "") + "/";
            List<Path> searched = new ArrayList<>(resources);
            searched.addAll(classpath);
            searched.forEach(entry -> new ClasspathFiles(entry).note(name -> name.startsWith(folder), files));
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("migrations: expected files at " + location + ", found none");
        }
        return files;
    }
}
