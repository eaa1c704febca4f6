package io.github.jooqeventstore.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.consumer.ConsumerProject.Build;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An application that is a module, with all that it needs on the module path, versions from the BOM. */
class ModulePathTest {

    private static ConsumerProject ledger;
    private static Build build;

    @BeforeAll
    static void buildOnce() throws Exception {
        ledger = ConsumerProject.fixture("ledger");
        build = ledger.run("process-classes");
        assertThat(build.exitCode()).as(build::text).isZero();
    }

    @Test
    void appendsLoadsAndReadsTheTables() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            assertThat(onTheModulePath(server))
                    .containsExactly(
                            "the application: com.example.ledger, explicit",
                            "the library: io.github.jooqeventstore, explicit",
                            "the migrations: io.github.jooqeventstore.migration, automatic",
                            "loaded: Withdrawn[cents=200]",
                            "snapshot: Balance[cents=550]",
                            "row of events: deposited",
                            "rows: 1 stream, 1 snapshot");
        }
    }

    @Test
    void hasTheVersionsOfThisBuildAndNothingOfItsTests() throws Exception {
        assertThat(modules(ledger))
                .contains(
                        jar("event-store-api", "event-store"),
                        jar("event-store-schema", "event-store"),
                        jar("jooq", "jooq"),
                        jar("flyway-core", "flyway"),
                        jar("jackson-databind", "jackson"),
                        jar("postgresql", "postgresql"))
                .noneMatch(name ->
                        name.matches("(junit|assertj|jqwik|testcontainers|embedded|event-store-postgres|jakarta).*"));
    }

    @Test
    void getsNoPoolUnlessItAsksForOne() throws Exception {
        ConsumerProject without = ledger.copyAs("ledger-without-pool");
        String pom = Files.readString(without.folder().resolve("pom.xml"));
        without.write(
                "pom.xml", pom.replaceFirst("(?s)<dependency>\\s*<groupId>com\\.zaxxer</groupId>.*?</dependency>", ""));
        for (String jar : modules(without)) {
            Files.delete(without.folder().resolve("target/modules").resolve(jar));
        }
        Build resolved = without.run("dependency:copy-dependencies@module-path");

        assertThat(resolved.exitCode()).as(resolved::text).isZero();
        assertThat(modules(without)).contains(jar("jooq", "jooq")).noneMatch(name -> name.startsWith("HikariCP"));
    }

    private static List<String> onTheModulePath(PostgresServer server) throws Exception {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true",
                "--module-path",
                "target/classes" + File.pathSeparator + "target/modules",
                "--module",
                "com.example.ledger/com.example.ledger.Ledger");
        java.directory(ledger.folder().toFile()).redirectErrorStream(true);
        java.environment().put("LEDGER_URL", server.createDatabase("ledger"));
        java.environment().put("LEDGER_USER", server.user());
        java.environment().put("LEDGER_PASSWORD", String.valueOf(server.password()));
        Process process = java.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private static List<String> modules(ConsumerProject project) throws Exception {
        try (Stream<Path> jars = Files.list(project.folder().resolve("target/modules"))) {
            return jars.map(jar -> jar.getFileName().toString()).toList();
        }
    }

    private static String jar(String artifact, String version) {
        return artifact + "-" + ConsumerProject.version(version) + ".jar";
    }
}
