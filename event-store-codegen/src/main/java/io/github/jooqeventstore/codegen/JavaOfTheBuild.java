package io.github.jooqeventstore.codegen;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** Finds a Java that can run jOOQ: the toolchain of the build, else the one that runs Maven, else any toolchain. */
final class JavaOfTheBuild {

    /** The oldest Java that can load jOOQ. */
    static final int OLDEST = 21;

    private JavaOfTheBuild() {}

    static Path find(ToolchainManager toolchains, MavenSession session) {
        List<Path> candidates = new ArrayList<>();
        addJava(candidates, toolchains.getToolchainFromBuildContext("jdk", session));
        candidates.add(Path.of(System.getProperty("java.home"), "bin", "java"));
        toolchains.getToolchains(session, "jdk", null).forEach(toolchain -> addJava(candidates, toolchain));
        return firstNewEnough(candidates);
    }

    static Path firstNewEnough(List<Path> candidates) {
        return candidates.stream()
                .filter(java -> version(java) >= OLDEST)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("code generation: expected a JDK of version " + OLDEST
                        + " or newer, found "
                        + candidates.stream()
                                .map(JavaOfTheBuild::version)
                                .distinct()
                                .toList()
                        + "; install one, and name it by JAVA_HOME or to the maven-toolchains-plugin"));
    }

    private static void addJava(List<Path> candidates, @Nullable Toolchain toolchain) {
        String java = toolchain == null ? null : toolchain.findTool("java");
        if (java != null) {
            candidates.add(Path.of(java));
        }
    }

    /** The feature version that the JDK's own release file tells, 0 when it tells none. */
    private static int version(Path java) {
        Path release = java.resolve("../../release").normalize();
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
            String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
            return Runtime.Version.parse(version).feature();
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
    }
}
