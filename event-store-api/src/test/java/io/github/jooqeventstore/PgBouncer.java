package io.github.jooqeventstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** A PgBouncer of the test's own, which pools transactions before a test's database. */
final class PgBouncer implements AutoCloseable {

    private static final Pattern VERSION = Pattern.compile("PgBouncer (\\d+)\\.(\\d+)");

    private final Path folder;
    private final Process process;
    private final int port;
    private final Map<String, String> target;

    private PgBouncer(Path folder, Process process, int port, Map<String, String> target) {
        this.folder = folder;
        this.process = process;
        this.port = port;
        this.target = target;
    }

    /** Starts one that holds no more than so many connections to the server. */
    static PgBouncer before(TestDatabase database, int serverConnections) throws Exception {
        Map<String, String> target = database.environment();
        Path folder = Files.createTempDirectory("pgbouncer");
        int port = freePort();
        write(folder, port, target, serverConnections);
        List<String> command = new ArrayList<>(List.of(program()));
        if (new ProcessBuilder("id", "-u").start().inputReader().readLine().equals("0")) {
            // It refuses to run as root; this user owns nothing.
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(folder.resolve("pgbouncer.ini").toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        PgBouncer bouncer = new PgBouncer(folder, process, port, target);
        try {
            Await.until("PgBouncer answering", bouncer::answers);
            return bouncer;
        } catch (Exception | Error e) {
            e.addSuppressed(new IllegalStateException(Files.readString(folder.resolve("log"))));
            bouncer.close();
            throw e;
        }
    }

    /** Whether it knows what clients have prepared: from 1.21 on. */
    static boolean preparesStatements() throws IOException {
        String told =
                new ProcessBuilder(program(), "--version").start().inputReader().readLine();
        Matcher version = VERSION.matcher(told);
        if (!version.lookingAt()) {
            throw new IllegalStateException("PgBouncer: expected its version, found " + told);
        }
        int major = Integer.parseInt(version.group(1));
        return major > 1 || Integer.parseInt(version.group(2)) >= 21;
    }

    /** Connections to it, each call opens one; statements are prepared on the server after so many uses, 0 never. */
    PGSimpleDataSource dataSource(int prepareThreshold) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/" + name());
        dataSource.setUser(of("USER"));
        dataSource.setPassword(of("PASSWORD"));
        dataSource.setPrepareThreshold(prepareThreshold);
        return dataSource;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "PgBouncer: expected it to run, found it ended with " + process.exitValue());
        }
        try (Connection connection = dataSource(0).getConnection()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void write(Path folder, int port, Map<String, String> target, int serverConnections)
            throws IOException {
        URI server = URI.create(
                Objects.requireNonNull(target.get("TEST_DATABASE_URL")).substring("jdbc:".length()));
        Files.writeString(folder.resolve("users.txt"), """
                "%s" "%s"
                """.formatted(
                        target.get("TEST_DATABASE_USER"), target.get("TEST_DATABASE_PASSWORD")));
        Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                * = host=%s port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = transaction
                default_pool_size = %d
                max_client_conn = 200
                ignore_startup_parameters = extra_float_digits
                %s
                """.formatted(
                        server.getHost().equals("localhost") ? "127.0.0.1" : server.getHost(),
                        server.getPort(),
                        port,
                        folder.resolve("users.txt"),
                        serverConnections,
                        preparesStatements() ? "max_prepared_statements = 200" : ""));
        // For the user that it runs as; the password is a random one of this test's server.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
    }

    private String name() {
        String url = of("URL");
        return url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
    }

    private String of(String what) {
        return Objects.requireNonNull(target.get("TEST_DATABASE_" + what));
    }

    /** Debian has it where only root looks. */
    private static String program() {
        Path usual = Path.of("/usr/sbin/pgbouncer");
        return Files.isExecutable(usual) ? usual.toString() : "pgbouncer";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
