package io.github.jooqeventstore.codegen;

import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Generates jOOQ code from the command line, for Gradle and others that are not Maven:
 *
 * <pre>{@code
 * java -cp ... io.github.jooqeventstore.codegen.CodegenMain \
 *     --package com.example.schema --directory build/generated/jooq [--schema event_store]
 * }</pre>
 *
 * <ul>
 *   <li>{@code --package}: the package of the generated classes;
 *   <li>{@code --directory}: the source folder that they are written into, created when absent;
 *   <li>{@code --schema}: the database schema that is migrated and read, {@code event_store} by default.
 * </ul>
 *
 * <p>The migrations come from the class path. The database is chosen by the system properties
 * {@code eventstore.postgres.*}. When neither migrations nor options nor jOOQ have changed since the last run and the
 * files are as that run left them, nothing is started and nothing is written.
 *
 * <p>Exit codes: 0 generated or unchanged, 1 failed, 2 arguments not understood.
 */
public final class CodegenMain {

    static final String UNCHANGED = "migrations unchanged: the generated code is kept";

    private CodegenMain() {}

    /**
     * Runs the generation and ends the JVM with its exit code.
     *
     * @param arguments as above
     */
    public static void main(String[] arguments) {
        // Read once, by the first logger: this tool reports what it does itself.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        if (Runtime.version().feature() < JavaOfTheBuild.OLDEST) {
            System.err.println("code generation: expected Java " + JavaOfTheBuild.OLDEST + " or newer, found "
                    + Runtime.version().feature());
            System.exit(1);
        }
        System.exit(run(List.of(arguments), PostgresServer::start, System.out, System.err));
    }

    static int run(List<String> arguments, Supplier<PostgresServer> servers, PrintStream out, PrintStream err) {
        CodegenOptions options;
        try {
            options = CodegenOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
        try {
            generate(options, servers, out);
            return 0;
        } catch (Exception e) {
            e.printStackTrace(err);
            return 1;
        }
    }

    private static void generate(CodegenOptions options, Supplier<PostgresServer> servers, PrintStream out)
            throws Exception {
        GeneratedCode code = new GeneratedCode(options);
        String fingerprint = Fingerprint.of(classpath(), options);
        if (code.isUpToDate(fingerprint)) {
            out.println(UNCHANGED);
            return;
        }
        Path fresh = Files.createTempDirectory("event-store-codegen");
        try (PostgresServer server = servers.get();
                MigratedDatabase database = MigratedDatabase.create(server, options);
                Connection connection = database.connection()) {
            CodeGeneration.run(connection, options, fresh);
            code.replaceBy(fresh, fingerprint);
            out.println("generated package " + options.packageName());
        } finally {
            Folders.delete(fresh);
        }
    }

    private static List<Path> classpath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }
}
