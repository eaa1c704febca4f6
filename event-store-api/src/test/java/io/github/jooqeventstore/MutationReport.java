package io.github.jooqeventstore;

import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Changes the library in small ways and counts how many of the changes the tests find: PIT's mutation score.
 *
 * <p>Every change is tested in a JVM of its own unless more are asked for, since statements are rendered once in the life
 * of a store, and what a test class makes once is made under the first change; all of them share one server.
 *
 * <pre>mvn test-compile exec:exec -pl event-store-api -am -Pmutation</pre>
 */
final class MutationReport {

    /** Tests that take long, that look at plans or memory, or that break servers: left out unless they are named. */
    private static final List<String> NOT_THESE_TESTS = List.of(
            "ConcurrencyTest*",
            "ConnectionFaultsTest*",
            "DiskFullTest*",
            "DocumentationTest*",
            "JooqVersionTest*",
            "PoolTest*",
            "PositionOrderTest*",
            "QueryPlanTest*",
            "ServerFaultsTest*",
            "SnapshotReplayProperties*");

    private MutationReport() {}

    /**
     * Takes patterns of classes, the folder of the module, the score in percent below which it fails, patterns of tests,
     * and how many changes are tested in one JVM (0: all those of one class).
     */
    public static void main(String[] arguments) throws Exception {
        String own = MutationReport.class.getPackageName() + ".";
        Path found = Path.of(arguments[1], "target/mutation-report/mutations.xml");
        Files.deleteIfExists(found);
        List<String> tests = List.of(arguments[3].split(","));
        // As TestDatabase would start it: a test that fails without any change ends the report.
        PostgresOptions options = PostgresOptions.fromSystemProperties()
                .settings(Map.of("max_prepared_transactions", "64", "max_connections", "200"));
        try (PostgresServer server = PostgresServer.start(options)) {
            Process report = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-classpath",
                            System.getProperty("java.class.path"),
                            "org.pitest.mutationtest.commandline.MutationCoverageReport",
                            "--targetClasses",
                            eachOf(own, List.of(arguments[0].split(","))),
                            "--excludedClasses",
                            own + "schema.*," + own + "pool.*",
                            "--targetTests",
                            eachOf(own, tests),
                            "--excludedTestClasses",
                            eachOf(own, unnamed(tests)),
                            "--mutableCodePaths",
                            arguments[1] + "/target/classes",
                            "--sourceDirs",
                            arguments[1] + "/src/main/java",
                            "--reportDir",
                            arguments[1] + "/target/mutation-report",
                            "--outputFormats",
                            "HTML,XML",
                            "--mutationUnitSize",
                            arguments[4],
                            "--threads",
                            String.valueOf(Runtime.getRuntime().availableProcessors()),
                            "--timeoutConst",
                            "15000",
                            "--jvmArgs",
                            String.join(
                                    ",",
                                    "-Deventstore.postgres.mode=url",
                                    "-Deventstore.postgres.url=" + server.jdbcUrl(),
                                    "-Deventstore.postgres.user=" + server.user(),
                                    "-Deventstore.postgres.password=" + server.password(),
                                    "-Dorg.jooq.no-logo=true",
                                    "-Dorg.jooq.no-tips=true"),
                            "--mutationThreshold",
                            arguments[2])
                    .inheritIO()
                    .start();
            int code = report.waitFor();
            if (Files.exists(found)) {
                MutationScores.of(found).print(System.out);
            }
            System.exit(code);
        }
    }

    private static List<String> unnamed(List<String> tests) {
        return NOT_THESE_TESTS.stream().filter(test -> !tests.contains(test)).toList();
    }

    private static String eachOf(String packageName, List<String> patterns) {
        return String.join(",", patterns.stream().map(packageName::concat).toList());
    }
}
