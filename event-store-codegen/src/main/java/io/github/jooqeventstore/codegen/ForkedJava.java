package io.github.jooqeventstore.codegen;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs {@link CodegenMain} in a JVM of its own: jOOQ needs a newer Java than Maven does. */
final class ForkedJava {

    /** The encoding in which a JVM reads its argument file. */
    private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding"));

    private final Path java;
    private final List<Path> classpath;
    private final Map<String, String> properties;

    ForkedJava(Path java, List<Path> classpath, Map<String, String> properties) {
        this.java = java;
        this.classpath = classpath;
        this.properties = properties;
    }

    void run(List<String> arguments, Consumer<String> printed) throws IOException {
        // A file, readable by its owner only: a class path outgrows a command line, and a password is not for a process
        // list.
        Path file = Files.createTempFile("event-store-codegen", ".args");
        try {
            Files.write(file, jvmArguments(arguments), NATIVE);
            int exitCode = runToTheEnd(new ProcessBuilder(java.toString(), "@" + file), printed);
            if (exitCode != 0) {
                throw new IllegalStateException(
                        "code generation: expected exit code 0, found " + exitCode + "; it has printed why");
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private List<String> jvmArguments(List<String> arguments) {
        List<String> lines = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true"));
        properties.forEach((name, value) -> lines.add(quoted("-D" + name + "=" + value)));
        lines.add("-cp");
        lines.add(quoted(classpath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
        lines.add(CodegenMain.class.getName());
        arguments.forEach(argument -> lines.add(quoted(argument)));
        return lines;
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static int runToTheEnd(ProcessBuilder builder, Consumer<String> printed) throws IOException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(printed);
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("code generation: interrupted", e);
        } finally {
            process.destroy();
        }
    }
}
