package io.github.jooqeventstore.operations;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.process.Patience;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.wal.ArchiveScript;
import io.github.jooqeventstore.operations.wal.WalSegment;
import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A server of a test's own that archives its log, with an event store in a database {@code orders}.
 *
 * @param folder the test's, with {@code server} and {@code archive} in it
 * @param server the server
 * @param target as the command line would be told
 */
public record ArchivingServer(Path folder, PostgresServer server, DatabaseTarget target) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** {@return a server in the folder, archiving} */
    public static ArchivingServer start(Path folder) {
        Path archive = folder.resolve("archive");
        Path script = folder.resolve("archive-wal.sh");
        try {
            Files.createDirectories(archive);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        ArchiveScript.writeArchiving(script);
        return start(folder, archiving(folder));
    }

    /** {@return the settings by which a server archives into the folder's archive} */
    public static Map<String, String> archiving(Path folder) {
        return Map.of(
                "archive_mode",
                "on",
                "archive_command",
                ArchiveScript.quoted(folder.resolve("archive-wal.sh")) + " %p %f "
                        + ArchiveScript.quoted(folder.resolve("archive")));
    }

    /** {@return a server in the folder with these settings} */
    public static ArchivingServer start(Path folder, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        // Tests do not pull the plug: only processes are killed.
        all.putIfAbsent("fsync", "off");
        all.putIfAbsent("max_prepared_transactions", "5");
        PostgresServer server = PostgresServer.start(PostgresOptions.fromSystemProperties()
                .mode(PostgresOptions.Mode.EMBEDDED)
                .dataFolder(folder.resolve("server"))
                .settings(all));
        String url = server.createDatabase("orders");
        DatabaseTarget target = DatabaseTarget.of(url, server.user(), server.password());
        SchemaMigrations.of(target.dataSource()).migrate();
        return new ArchivingServer(folder, server, target);
    }

    /** {@return the data of the server} */
    public Path data() {
        return folder.resolve("server").resolve("data");
    }

    /** {@return the archive} */
    public Path archive() {
        return folder.resolve("archive");
    }

    /** {@return jOOQ on new connections} */
    public DSLContext dsl() {
        return DSL.using(target.dataSource(), SQLDialect.POSTGRES);
    }

    /** Appends so many events, ten to a stream and to a transaction, on one connection. */
    public void append(int events) {
        dsl().connection(connection -> TestStore.append(DSL.using(connection, SQLDialect.POSTGRES), events));
    }

    /** {@return the programs that this server runs from} */
    public PostgresPrograms programs() {
        return PostgresPrograms.of(bin(), null);
    }

    /** {@return the folder of the server's own programs} */
    public Path bin() {
        try {
            String options = Files.readString(data().resolve("postmaster.opts"));
            return Path.of(options.substring(0, options.indexOf("/postgres ")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the segment and waits until it is archived. */
    public String archiveSegment() {
        return archiveSegment(dsl());
    }

    /** Ends the segment of a server that archives here, too, and waits until it is archived. */
    public String archiveSegment(DSLContext dsl) {
        // A function of the server that no type of jOOQ knows; after a record, or an empty segment would not end.
        String name = dsl.fetchSingle("select pg_walfile_name(pg_logical_emit_message(false, 'test', 'end')) as name")
                .get("name", String.class);
        dsl.execute("select pg_switch_wal()");
        Path file = archive().resolve(name);
        if (!Patience.of(PATIENCE).until(() -> Files.exists(file))) {
            throw new AssertionError("segment " + name + " is not archived");
        }
        return name;
    }

    /** {@return the place where the log ends at present} */
    public String lsn() {
        return dsl().fetchSingle("select pg_current_wal_insert_lsn()::text as lsn")
                .get("lsn", String.class);
    }

    @Override
    public void close() {
        server.close();
    }

    /** {@return a segment's name} */
    public static String segment(int number) {
        return WalSegment.name(1, number, 1 << 24);
    }
}
