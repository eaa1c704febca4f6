package io.github.jooqeventstore.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the page and the plots again from a file of results.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks.main=PageMain -Dbenchmarks=benchmarks/results/DATE.json</pre>
 */
public final class PageMain {

    private PageMain() {}

    /** Takes the file, seen from the project's folder, and as the last argument that folder. */
    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[arguments.length - 1]);
        write(Results.read(project.resolve(arguments[0])), project);
    }

    static void write(Results results, Path project) throws IOException {
        Page page = new Page(results);
        Path file = project.resolve("docs/performance.md");
        Files.writeString(file, page.in(Files.readString(file)));
        Path plots = Files.createDirectories(project.resolve("docs/performance"));
        for (Map.Entry<String, String> plot : page.plots().entrySet()) {
            Files.writeString(plots.resolve(plot.getKey()), plot.getValue());
        }
        System.out.println("written: " + file);
    }
}
