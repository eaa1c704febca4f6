package io.github.jooqeventstore.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another JVM with an embedded server, to be killed. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final List<String> told = new ArrayList<>();

    private ServerProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts the JVM and does not wait for its server. */
    static ServerProcess launch(PostgresOptions options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        Path folder = options.dataFolder();
        if (folder != null) {
            command.add(folder.toString());
        }
        return new ServerProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    static ServerProcess start(PostgresOptions options) throws IOException {
        ServerProcess started = launch(options);
        started.awaitServer();
        return started;
    }

    /** {@return whether its server came up} Returns when it did, or when the JVM has told why not. */
    boolean awaitServer() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            told.add(line);
            if (line.startsWith("refused: ")) {
                return false;
            }
            if (line.equals("ready")) {
                return true;
            }
        }
        return false;
    }

    String told() {
        return String.join("\n", told);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(told("url: "), "postgres", told("password: "));
    }

    String folder() throws SQLException {
        try (Connection connection = connect();
                var rows = connection.createStatement().executeQuery("show data_directory")) {
            rows.next();
            return Path.of(rows.getString(1)).resolveSibling("").toString();
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** {@return the shells that watch this JVM} */
    List<ProcessHandle> watchdogs() {
        try (Stream<ProcessHandle> children = process.children()) {
            return children.toList();
        }
    }

    /** Kills this JVM as kill -9 does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Ends it as one ends a program. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private String told(String prefix) {
        return told.stream()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .substring(prefix.length());
    }

    /** Starts a server, tells how to reach it, and ends when its input does. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            PostgresOptions options = PostgresOptions.defaults()
                    .mode(PostgresOptions.Mode.EMBEDDED)
                    .dataFolder(arguments.length == 0 ? null : Path.of(arguments[0]));
            try (PostgresServer server = PostgresServer.start(options)) {
                System.out.println("url: " + server.jdbcUrl());
                System.out.println("password: " + server.password());
                System.out.println("ready");
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (PostgresServerException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
