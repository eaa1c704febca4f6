package io.github.jooqeventstore;

import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A streaming replica of a server of ours: a real one, of a copy that is taken while the primary runs.
 *
 * <p>The embedded PostgreSQL has no pg_basebackup, so the copy is taken by the functions behind it. Asynchronous, unless the
 * primary is told to wait for it.
 */
final class Standby implements AutoCloseable {

    private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts", "pg_internal.init");
    private static final Set<String> COPIED_EMPTY = Set.of("pg_wal", "pg_replslot", "pg_stat_tmp", "pg_dynshmem");

    private final PostgresServer primary;
    private final PostgresServer server;
    private final Path folder;

    private Standby(PostgresServer primary, PostgresServer server, Path folder) {
        this.primary = primary;
        this.server = server;
        this.folder = folder;
    }

    /** A primary that keeps what a standby needs, its data thrown away at the end. */
    static PostgresServer primary() {
        return PostgresServer.start(options().settings(Map.of("wal_keep_size", "512MB")));
    }

    private static PostgresOptions options() {
        return PostgresOptions.fromSystemProperties().mode(PostgresOptions.Mode.EMBEDDED);
    }

    static Standby of(PostgresServer primary) throws SQLException, IOException {
        Path folder = Files.createTempDirectory("event-store-standby-");
        Files.createFile(folder.resolve("lock"));
        Files.writeString(
                folder.resolve("login"), "user=" + primary.user() + "\npassword=" + primary.password() + "\n");
        copy(primary, folder.resolve("data"));
        URI at = URI.create(primary.jdbcUrl().substring("jdbc:".length()));
        String conninfo = "host=127.0.0.1 port=%d user=%s password=%s"
                .formatted(at.getPort(), primary.user(), primary.password());
        PostgresServer server = PostgresServer.start(options()
                .dataFolder(folder)
                .settings(Map.of("primary_conninfo", conninfo, "hot_standby_feedback", "on", "fsync", "off")));
        return new Standby(primary, server, folder);
    }

    private static void copy(PostgresServer primary, Path data) throws SQLException, IOException {
        try (Connection connection = primary.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            Path source = Path.of(string(statement, "show data_directory"));
            string(statement, "select pg_backup_start('standby', true)");
            copy(source, data);
            Files.writeString(
                    data.resolve("backup_label"), string(statement, "select labelfile from pg_backup_stop(false)"));
        }
        Files.createDirectories(data.resolve("pg_wal/archive_status"));
        Files.createFile(data.resolve("standby.signal"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }

    /** Files may vanish meanwhile: the log of the primary tells what became of them. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return COPIED_EMPTY.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!NOT_COPIED.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    } catch (NoSuchFileException e) {
                        return FileVisitResult.CONTINUE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    private static String string(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return Objects.requireNonNull(row.getString(1));
        }
    }

    PostgresServer server() {
        return server;
    }

    /** The URL of a database of the primary's, here. */
    String url(String primaryUrl) {
        return primaryUrl.replace(address(primary), address(server));
    }

    private static String address(PostgresServer server) {
        String url = server.jdbcUrl();
        return url.substring(0, url.lastIndexOf('/') + 1);
    }

    /** Returns when everything that the primary has written until now is visible here. */
    void awaitReplay() throws Exception {
        DSLContext there = DSL.using(primary.dataSource(), SQLDialect.POSTGRES);
        DSLContext here = DSL.using(server.dataSource(), SQLDialect.POSTGRES);
        String written = Objects.requireNonNull(there.fetchValue("select pg_current_wal_lsn()"))
                .toString();
        Await.until(
                "the standby to have replayed " + written,
                () -> Boolean.TRUE.equals(here.fetchValue("select pg_last_wal_replay_lsn() >= ?::pg_lsn", written)));
    }

    /** Has it receive nothing any more from the primary. */
    void cutOff() throws Exception {
        DSLContext here = DSL.using(server.dataSource(), SQLDialect.POSTGRES);
        here.execute("alter system set primary_conninfo = ''");
        here.fetch("select pg_reload_conf()");
        Await.until(
                "the standby to be cut off",
                () -> here.fetch("select from pg_stat_wal_receiver").isEmpty());
    }

    /** Makes it a primary; what it has not received is lost. */
    void promote() throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            string(statement, "select pg_promote()");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
