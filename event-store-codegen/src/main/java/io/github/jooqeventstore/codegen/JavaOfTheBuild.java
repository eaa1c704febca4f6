package io.github.jooqeventstore.codegen;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** Finds a Java that can run jOOQ: the toolchain of the build, else the one that runs Maven, else any toolchain. */
final class JavaOfTheBuild {

    private static final int OLDEST = 21;

    private final ToolchainManager toolchains;
    private final MavenSession session;

    JavaOfTheBuild(ToolchainManager toolchains, MavenSession session) {
        this.toolchains = toolchains;
        this.session = session;
    }

    Path executable() {
        Toolchain chosen = toolchains.getToolchainFromBuildContext("jdk", session);
        Path maven = Path.of(System.getProperty("java.home"), "bin", "java");
        return Stream.of(
                        Stream.ofNullable(chosen).map(JavaOfTheBuild::java),
                        Stream.of(maven),
                        toolchains.getToolchains(session, "jdk", null).stream().map(JavaOfTheBuild::java))
                .flatMap(candidates -> candidates)
                .filter(java -> java != null && version(java) >= OLDEST)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("code generation needs a JDK of version " + OLDEST
                        + " or newer, found " + Runtime.version().feature()
                        + ": install one and choose it with the maven-toolchains-plugin, or point JAVA_HOME at it"));
    }

    private static @Nullable Path java(Toolchain toolchain) {
        String java = toolchain.findTool("java");
        return java == null ? null : Path.of(java);
    }

    /** The feature version that the JDK's own release file tells, 0 when it tells none. */
    static int version(Path java) {
        Path release = java.resolveSibling("..").resolve("release").normalize();
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
            return Runtime.Version.parse(
                            properties.getProperty("JAVA_VERSION", "0").replace("\"", ""))
                    .feature();
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
    }
}
