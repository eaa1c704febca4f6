package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A server of the PostgreSQL that is installed on this machine, whatever its version.
 *
 * @param process the server
 * @param target its maintenance database
 */
record InstalledServer(Process process, DatabaseTarget target) implements AutoCloseable {
    private static final String PASSWORD = "installed";

    static InstalledServer start(Path folder) {
        try {
            Files.createDirectories(folder);
            Path password = Files.writeString(folder.resolve("password"), PASSWORD);
            Path data = folder.resolve("data");
            run(
                            folder,
                            "initdb",
                            "--pgdata=" + data,
                            "--username=postgres",
                            "--auth=scram-sha-256",
                            "--pwfile=" + password,
                            "--encoding=UTF8",
                            "--locale=C",
                            "--no-sync")
                    .waitFor();
            int port = freePort();
            Process server = run(
                    folder,
                    "postgres",
                    "-D",
                    data.toString(),
                    "-p",
                    "" + port,
                    "-h",
                    "127.0.0.1",
                    "-k",
                    "",
                    "-c",
                    "fsync=off");
            var target = DatabaseTarget.of("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", PASSWORD);
            InstalledServer started = new InstalledServer(server, target);
            Await.until("the installed server answers", started::answers);
            return started;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("the installed server has ended with " + process.exitValue());
        }
        try (var connection = target.dataSource().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    // A server refuses to run as root: in a namespace of its own it is nobody.
    private static Process run(Path folder, String name, String... arguments) throws IOException {
        PostgresPrograms programs = PostgresPrograms.of(null, System.getenv("PATH"));
        Path program = IntStream.iterate(18, version -> version >= 15, version -> version - 1)
                .mapToObj(version -> programs.exactly(name, version))
                .flatMap(java.util.Optional::stream)
                .findFirst()
                .orElseThrow(() -> programs.missing(name, 15))
                .path();
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
