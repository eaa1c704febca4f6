package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a java that only tells what it is given. */
class LauncherTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(folder.resolve("a jdk/bin"));
        executable(folder.resolve("a jdk/bin/java"), "#!/bin/sh\nfor each in \"$@\"; do echo \"$each\"; done\n");
        Path launcher = Path.of("src/main/launcher/event-store");
        executable(folder.resolve("event-store"), Files.readString(launcher));
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> given(Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(folder.resolve("event-store").toString(), "store", "a name")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().put("JAVA_HOME", folder.resolve("a jdk").toString());
        builder.environment().putAll(environment);
        return builder.start().inputReader().lines().toList();
    }

    @Test
    void startsFasterFromTheSecondCallOn() throws IOException {
        Path cache = folder.resolve("a cache");

        assertThat(given(Map.of("XDG_CACHE_HOME", cache.toString(), "EVENT_STORE_JAVA_OPTIONS", "-Xmx1g -ea")))
                .containsExactly(
                        "-Xmx1g",
                        "-ea",
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + cache + "/event-store/classes.jsa",
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "-jar",
                        folder.toRealPath() + "/event-store.jar",
                        "store",
                        "a name");
        assertThat(cache.resolve("event-store")).isDirectory();
    }

    @Test
    void startsAllTheSameWhereNothingCanBeKept() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(given(Map.of("XDG_CACHE_HOME", file.toString(), "EVENT_STORE_HOME", "/opt/event store")))
                .containsExactly("-jar", "/opt/event store/event-store.jar", "store", "a name");
    }
}
