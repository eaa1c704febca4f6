package io.github.jooqeventstore.codegen;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the migrations of a project in its folders and jars, and nothing that would change the tools that run here. */
final class ProjectResources extends URLClassLoader {

    ProjectResources(List<Path> paths) {
        super(urls(paths), ProjectResources.class.getClassLoader());
    }

    @Override
    public @Nullable URL findResource(String name) {
        return isOfTheTools(name) ? null : super.findResource(name);
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        return isOfTheTools(name) ? Collections.emptyEnumeration() : super.findResources(name);
    }

    /** Drivers and plugins: those of a project may be of versions that do not fit. */
    private static boolean isOfTheTools(String name) {
        return name.startsWith("META-INF/");
    }

    private static URL[] urls(List<Path> paths) {
        return paths.stream()
                .map(path -> {
                    try {
                        return path.toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new IllegalArgumentException("resources: expected a folder or a jar, found " + path, e);
                    }
                })
                .toArray(URL[]::new);
    }
}
