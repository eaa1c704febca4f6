package io.github.jooqeventstore.operations.times;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.cli.ClassPathJars;
import io.github.jooqeventstore.operations.cli.EventStoreProgram;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.process.Program;
import io.github.jooqeventstore.operations.process.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A server that archives its log, with a store of 1,000,000 events of about 300 bytes in 100,000 streams.
 *
 * @param folder of all of it
 * @param jars the command line as it is installed
 * @param server the server, which brings what it writes to the disk as those in production do
 */
record MillionEvents(Path folder, ArchivingServer server, ClassPathJars jars) implements AutoCloseable {
    static final int EVENTS = Integer.getInteger("eventstore.times.events", 1_000_000);
    static final PostgresPrograms PROGRAMS = PostgresPrograms.of(null, System.getenv("PATH"));
    private static final int STREAM = 10;

    static MillionEvents in(Path folder) throws Exception {
        Files.createDirectories(folder.resolve("archive"));
        Map<String, String> settings = new HashMap<>(ArchivingServer.archiving(folder));
        settings.put("fsync", "on");
        settings.put("shared_buffers", "512MB");
        settings.put("max_wal_size", "4GB");
        io.github.jooqeventstore.operations.wal.ArchiveScript.writeArchiving(folder.resolve("archive-wal.sh"));
        var made = new MillionEvents(folder, ArchivingServer.start(folder, settings), ClassPathJars.in(folder));
        made.fill();
        // Later calls begin faster.
        made.ours(made.target(), "store", "show");
        return made;
    }

    // A million appends would take longer than all that is timed. Columns are those of the migrations.
    private void fill() {
        server.dsl().execute("""
                insert into event_store.streams (stream_id, version)
                select 'order-' || md5(n::text), {1} from generate_series(1, {0} / {1}) n
                """, org.jooq.impl.DSL.inline(EVENTS), org.jooq.impl.DSL.inline(STREAM));
        server.dsl().execute("""
                insert into event_store.events (version, event_id, stream_id, event_type, event_data, metadata)
                select n / ({0} / {1}) + 1, gen_random_uuid(), 'order-' || md5((n % ({0} / {1}) + 1)::text),
                  (array['OrderPlaced', 'OrderPaid', 'OrderShipped', 'OrderClosed'])[n % 4 + 1],
                  jsonb_build_object('number', n, 'customer', md5(n::text), 'note', 'what the customer said, '
                    || md5((n * 7)::text), 'lines', jsonb_build_array(n % 17, n % 5, n % 3)),
                  jsonb_build_object('correlation_id', md5((n * 3)::text), 'user_id', 'user-' || n % 1000)
                from generate_series(0, {0} - 1) n
                """, org.jooq.impl.DSL.inline(EVENTS), org.jooq.impl.DSL.inline(STREAM));
        server.dsl().execute("vacuum (analyze)");
        settle();
    }

    /** Lets nothing of what was done before weigh upon what is timed next. */
    void settle() {
        server.dsl().execute("checkpoint");
    }

    DatabaseTarget target() {
        return server.target();
    }

    /** Runs one of PostgreSQL's programs, as somebody does by hand. */
    void byHand(String name, String... arguments) {
        Map<String, String> environment = new HashMap<>(target().environment(null));
        environment.put("PGPASSWORD", String.valueOf(target().password()));
        ProgramRun run = Program.at(
                        PROGRAMS.client(name, version()).orElseThrow().path())
                .arguments(arguments)
                .environment(environment)
                .run();
        if (run.exitValue() != 0) {
            throw new AssertionError(name + ": " + run.lastWord());
        }
    }

    /** Runs the command line, as the launcher does. */
    void ours(DatabaseTarget database, String... arguments) throws Exception {
        Path output = folder.resolve("output");
        try (var program = EventStoreProgram.asLaunched(jars, database, output, arguments)) {
            if (program.await() != 0) {
                throw new AssertionError(program.said());
            }
        }
    }

    int version() {
        return Integer.parseInt(server.dsl()
                .fetchSingle("show server_version_num")
                .get(0, String.class)
                .replaceFirst("....$", ""));
    }

    @Override
    public void close() {
        server.close();
    }
}
