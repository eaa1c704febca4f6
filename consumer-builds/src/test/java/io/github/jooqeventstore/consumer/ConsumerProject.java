package io.github.jooqeventstore.consumer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.MavenInvocationException;

/** A copy of a project that uses the library and the plugin, built by the Maven that runs this build. */
record ConsumerProject(Path folder) {

    /**
     * How a build of Maven ended.
     *
     * @param exitCode 0: well
     * @param output all that it printed
     * @param seconds from start to end
     */
    record Build(int exitCode, List<String> output, double seconds) {
        String text() {
            return String.join("\n", output);
        }
    }

    /** {@return a fresh copy of a project in {@code src/it}, in the versions of this build} */
    static ConsumerProject fixture(String name) throws IOException {
        Path folder = Path.of(System.getProperty("consumer.target"), name);
        copy(Path.of(System.getProperty("consumer.fixtures"), name), folder);
        Path pom = folder.resolve("pom.xml");
        String text = Files.readString(pom);
        for (String version : System.getProperty("consumer.versions").split(",", -1)) {
            String[] parts = version.split("=", 2);
            text = text.replace("@" + parts[0] + "@", parts[1]);
        }
        Files.writeString(pom, text);
        return new ConsumerProject(folder);
    }

    /** {@return the version that this build has of one of those that it names to the projects} */
    static String version(String name) {
        return Arrays.stream(System.getProperty("consumer.versions").split(",", -1))
                .filter(version -> version.startsWith(name + "="))
                .map(version -> version.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    /** {@return another copy, with all that was built in it} */
    ConsumerProject copyAs(String name) throws IOException {
        Path copy = folder.resolveSibling(name);
        copy(folder, copy);
        return new ConsumerProject(copy);
    }

    void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    void replaceInPom(String text, String by) throws IOException {
        String pom = Files.readString(folder.resolve("pom.xml"));
        write("pom.xml", pom.replace(text, by));
    }

    String generated(String file) throws IOException {
        return Files.readString(folder.resolve("target/generated-sources/jooq").resolve(file));
    }

    Build run(String... arguments) throws MavenInvocationException {
        Properties properties = new Properties();
        // Not only from the internet: what this build has fetched, the project's build finds there.
        properties.setProperty(
                "outer.repository",
                new File(System.getProperty("consumer.outer")).toURI().toString());
        properties.setProperty("aether.offline.protocols", "file");
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("eventstore.postgres."))
                .forEach(name -> properties.setProperty(name, System.getProperty(name)));
        List<String> output = new ArrayList<>();
        InvocationRequest request = new DefaultInvocationRequest()
                .setBaseDirectory(folder.toFile())
                .addArgs(Arrays.asList(arguments))
                .setProperties(properties)
                .setBatchMode(true)
                .setOffline(System.getProperty("consumer.mode").endsWith("=true"))
                .setLocalRepositoryDirectory(new File(System.getProperty("consumer.repository")))
                .setMavenHome(new File(System.getProperty("consumer.maven")))
                .setJavaHome(new File(System.getProperty("consumer.java")))
                .setOutputHandler(output::add)
                .setErrorHandler(output::add);
        long start = System.nanoTime();
        int exitCode = new DefaultInvoker().execute(request).getExitCode();
        return new Build(exitCode, output, (System.nanoTime() - start) / 1e9);
    }

    /** {@return the same where whoever asks for a connection fails} */
    Build runWithoutDatabase(String goal) throws MavenInvocationException {
        return run(
                goal, "-Deventstore.postgres.mode=url", "-Deventstore.postgres.url=jdbc:postgresql://localhost:1/none");
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> old = Files.walk(to)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
