package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jooq.Constants;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Named;
import org.jooq.Record1;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One generation from the migrations of the event store, on a PostgreSQL of the test; each test looks at one side. */
class CodegenMainTest {

    private static final String PACKAGE = "com.example.generated";

    @TempDir
    static Path target;

    private static final ByteArrayOutputStream OUTPUT = new ByteArrayOutputStream();
    private static Path directory;
    private static URLClassLoader generated;
    private static PostgresServer server;

    @BeforeAll
    static void generate() throws IOException {
        directory = target.resolve("jooq");
        server = PostgresServer.start();
        assertThat(run()).as(OUTPUT::toString).isZero();

        Path classes = Files.createDirectory(target.resolve("classes"));
        List<String> javac = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
        files().forEach(file -> javac.add(file.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, javac.toArray(String[]::new)))
                .isZero();
        generated = new URLClassLoader(new URL[] {classes.toUri().toURL()});
    }

    @AfterAll
    static void stop() throws IOException {
        generated.close();
        server.close();
    }

    @Nested
    class TheTables {

        @Test
        void areThoseOfTheEventStoreWithoutTheHistoryOfItsMigrations() throws Exception {
            Class<?> tables = generated.loadClass(PACKAGE + ".Tables");
            assertThat(Arrays.stream(tables.getFields()).map(field -> field.getName()))
                    .containsExactlyInAnyOrder(
                            "EVENTS",
                            "STREAMS",
                            "SNAPSHOTS",
                            "STORE",
                            "SUBSCRIPTIONS",
                            "SUBSCRIPTION_MEMBERS",
                            "PARKED_EVENTS",
                            "PROJECTIONS");
        }

        @Test
        void haveTypedColumns() throws Exception {
            Map<String, Class<?>> columns = new TreeMap<>();
            Arrays.stream(table("EVENTS").fields()).forEach(field -> columns.put(field.getName(), field.getType()));
            assertThat(columns)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "position", Long.class,
                            "stream_id", String.class,
                            "version", Long.class,
                            "event_id", UUID.class,
                            "event_type", String.class,
                            "schema_version", Integer.class,
                            "event_data", JSONB.class,
                            "metadata", JSONB.class,
                            "created_at", OffsetDateTime.class));
        }

        @Test
        void tellTheNamesOfTheirConstraints() throws Exception {
            assertThat(table("EVENTS").getKeys().stream().map(Named::getName))
                    .containsExactlyInAnyOrder("events_pk", "events_position_is_unique", "events_event_id_is_unique");
            assertThat(table("EVENTS").getChecks().stream().map(Named::getName)).contains("events_version_is_positive");
        }

        @Test
        void areDocumentedByTheirComments() throws IOException {
            assertThat(Files.readString(directory.resolve("com/example/generated/tables/Events.java")))
                    .contains("/**\n * What happened, in order: rows are appended and never changed.\n */")
                    .contains("The column <code>event_store.events.stream_id</code>. The stream that the\n");
        }

        private Table<?> table(String constant) throws Exception {
            return (Table<?>)
                    generated.loadClass(PACKAGE + ".Tables").getField(constant).get(null);
        }
    }

    @Nested
    class TheNames {

        @Test
        void leaveEventStoreToTheApi() throws IOException {
            assertThat(files().stream().map(file -> file.getFileName().toString()))
                    .contains("EventStoreSchema.java", "Events.java", "EventsRecord.java")
                    .doesNotContain("EventStore.java");
        }

        @Test
        void endInSchemaForTheConstantToo() throws Exception {
            Class<?> schema = generated.loadClass(PACKAGE + ".EventStoreSchema");
            assertThat(((Named) schema.getField("EVENT_STORE_SCHEMA").get(null)).getName())
                    .isEqualTo("event_store");
        }
    }

    @Nested
    class TheFiles {

        @Test
        void tellWhichJooqGeneratedThem() throws Exception {
            Class<?> schema = generated.loadClass(PACKAGE + ".EventStoreSchema");
            assertThat(schema.getField("GENERATED_BY_JOOQ").get(null)).isEqualTo(Constants.FULL_VERSION);
        }

        @Test
        void tellNoDate() throws IOException {
            for (Path file : files()) {
                assertThat(file).content().contains("@Generated").doesNotContain("date =");
            }
        }
    }

    @Nested
    class ASecondRun {

        @Test
        void startsNothingAndTouchesNothing() throws IOException {
            Map<Path, FileTime> before = times();
            assertThat(run(CodegenMainTest::noServer)).isZero();
            assertThat(printed()).containsExactly(CodegenMain.UNCHANGED);
            assertThat(times()).isEqualTo(before);
        }

        @Test
        void failsForAnotherSchemaWithoutADatabaseAndKeepsWhatIsThere() throws IOException {
            Map<Path, FileTime> before = times();
            assertThat(run(CodegenMainTest::noServer, "--schema", "other")).isEqualTo(1);
            assertThat(printed()).first().asString().contains("no server here");
            assertThat(times()).isEqualTo(before);
        }
    }

    @Nested
    class AGivenServer {

        @Test
        void isLeftAsItWas() throws SQLException {
            assertThat(databasesOfOurs()).isEmpty();
        }

        @Test
        void isLeftAsItWasWhenTheMigrationFails() throws SQLException {
            assertThat(run("--schema", "x".repeat(64))).isEqualTo(1);
            assertThat(printed()).first().asString().contains("expected 1 to 63 bytes");
            assertThat(databasesOfOurs()).isEmpty();
        }

        private List<String> databasesOfOurs() throws SQLException {
            try (Connection connection = server.dataSource().getConnection()) {
                Field<String> name = DSL.field("datname", String.class);
                return DSL.using(connection)
                        .select(name)
                        .from("pg_database")
                        .where(name.startsWith("event_store_codegen_"))
                        .fetch(Record1::value1);
            }
        }
    }

    @Test
    void saysWhichArgumentItDidNotUnderstand() {
        assertThat(run("--help", "")).isEqualTo(2);
        assertThat(printed())
                .first()
                .asString()
                .startsWith("arguments: expected one of --package, ")
                .endsWith("found --help");
    }

    private static int run(String... more) {
        return run(CodegenMainTest::givenServer, more);
    }

    private static int run(Supplier<PostgresServer> servers, String... more) {
        OUTPUT.reset();
        List<String> arguments = new ArrayList<>(List.of("--package", PACKAGE, "--directory", directory.toString()));
        arguments.addAll(List.of(more));
        var out = new PrintStream(OUTPUT, true, StandardCharsets.UTF_8);
        return CodegenMain.run(arguments, servers, out, out);
    }

    private static List<String> printed() {
        return OUTPUT.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static PostgresServer givenServer() {
        return PostgresServer.start(PostgresOptions.defaults()
                .mode(PostgresOptions.Mode.URL)
                .url(server.jdbcUrl())
                .user(server.user())
                .password(server.password()));
    }

    private static PostgresServer noServer() {
        throw new IllegalStateException("no server here");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Map<Path, FileTime> times() throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }
}
