package io.github.jooqeventstore.codegen;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The classes of a project that the settings of its generator name: a strategy, a converter, a generator. A folder or jar
 * that has one of them counts with all of its classes, because a class stands on others.
 *
 * <p>Maven loads this class before it knows a newer Java, so it stands on the JDK alone.
 */
final class NamedClasses {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_]\\w*(\\.[a-zA-Z_][\\w$]*)+");

    private NamedClasses() {}

    static Map<String, String> in(String settings, List<Path> classpath) {
        List<String> named = NAME.matcher(settings)
                .results()
                .map(MatchResult::group)
                // jOOQ's own change with its version, which is known.
                .filter(name -> !name.startsWith("org.jooq."))
                .map(name -> name.replace('.', '/') + ".class")
                .distinct()
                .toList();
        Map<String, String> classes = new TreeMap<>();
        for (Path path : classpath) {
            ClasspathFiles entry = new ClasspathFiles(path);
            if (named.stream().anyMatch(entry::has)) {
                entry.note(name -> name.endsWith(".class"), classes);
            }
        }
        return classes;
    }
}
