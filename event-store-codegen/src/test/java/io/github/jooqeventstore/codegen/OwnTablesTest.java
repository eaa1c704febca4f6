package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema of a project beside the event store's, with a foreign key into it and a column of its own on events. */
class OwnTablesTest {

    private static final ByteArrayOutputStream OUTPUT = new ByteArrayOutputStream();

    private static PostgresServer server;

    @TempDir
    Path project;

    private Path migrations;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void migrationsOfAShop() throws IOException {
        migrations = Files.createDirectory(project.resolve("migrations"));
        migration("V1__orders.sql", """
                create table orders (
                  order_id  bigint primary key,
                  stream_id text collate "C" references event_store.streams (stream_id),
                  note      text default '${note}'
                );
                alter table event_store.events add column user_context jsonb;
                """);
        // Would wait for itself under a lock that is held in a transaction.
        migration("V2__index.sql", "create index concurrently orders_by_note on orders (note);");
    }

    @Nested
    class WithTheLibrarysClasses {

        @Test
        void leadForeignKeysToThem() throws IOException {
            generated("--own-schema", "shop");
            assertThat(file("shop/Keys.java"))
                    .contains("import io.github.jooqeventstore.schema.tables.records.StreamsRecord;")
                    .contains("io.github.jooqeventstore.schema.Keys.STREAMS_PK");
        }

        @Test
        void generateNoneOfThem() throws IOException {
            generated("--own-schema", "shop");
            assertThat(names()).contains("Orders.java").doesNotContain("Events.java", "EventStoreSchema.java");
        }

        @Test
        void findThemWhereverTheStoreIs() throws IOException {
            migration("V1__orders.sql", """
                    create table orders (stream_id text collate "C" references other.streams (stream_id), note text);
                    """);
            generated("--own-schema", "shop", "--schema", "other");
            assertThat(file("shop/Keys.java")).contains("io.github.jooqeventstore.schema.Keys.STREAMS_PK");
        }

        @Test
        void findThemWhenTheProjectIncludesSomeTablesOnly() throws IOException {
            generated(
                    "--own-schema",
                    "shop",
                    "--generator",
                    settings("<database><includes>orders # only</includes></database>"));
            assertThat(file("shop/Keys.java")).contains("io.github.jooqeventstore.schema.Keys.STREAMS_PK");
        }

        @Test
        void keepTheirNamesUnderAStrategyOfTheProject() throws IOException {
            generated("--own-schema", "shop", "--generator", strategy());
            assertThat(file("shop/Keys.java")).contains("ForeignKey<OrdersRow, StreamsRecord>");
        }

        @Test
        void needAGeneratorThatKnowsThem() {
            refused(
                    "generator: expected a class that extends io.github.jooqeventstore.codegen.EventStoreGenerator, or the "
                            + "store's tables generated, too, found org.jooq.codegen.JavaGenerator",
                    "--own-schema",
                    "shop",
                    "--generator",
                    settings("<name>org.jooq.codegen.JavaGenerator</name>"));
        }
    }

    @Nested
    class WithTheStoreGeneratedToo {

        @Test
        void haveTheColumnsOfTheProject() throws IOException {
            generated("--own-schema", "shop", "--generate-store", "true");
            assertThat(file("event_store/tables/Events.java")).contains(" USER_CONTEXT = createField");
            assertThat(file("shop/Keys.java")).contains("import com.example.event_store.tables.Streams;");
            assertThat(names()).contains("EventStoreSchema.java", "Shop.java");
        }

        @Test
        void haveThemWithoutASchemaOfTheProject() throws IOException {
            generated();
            assertThat(file("tables/Events.java")).contains(" USER_CONTEXT = createField");
        }

        @Test
        void areNamedByAStrategyOfTheProject() throws IOException {
            generated("--own-schema", "shop", "--generate-store", "true", "--generator", strategy());
            assertThat(names()).contains("OrdersRow.java", "StreamsRow.java");
        }
    }

    @Nested
    class OnTheClassPathOfTheProject {

        @Test
        void areMigratedFromAJar() throws IOException {
            Path jar = project.resolve("migrations.jar");
            try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                zip.putNextEntry(new ZipEntry("db/other/V3__parcels.sql"));
                zip.write("create table parcels (parcel text);".getBytes(StandardCharsets.UTF_8));
            }
            generated("--own-schema", "shop", "--resources", jar.toString(), "--migrations", "classpath:db/other");
            assertThat(names()).contains("Orders.java", "Parcels.java");
        }
    }

    @Nested
    class Refuse {

        @Test
        void aPlaceholderWithoutAValue() throws IOException {
            migration("V3__more.sql", "select '${unheard_of}';");
            assertThat(run("--own-schema", "shop")).isEqualTo(1);
            assertThat(printed()).contains("unheard_of");
        }

        @Test
        void schemasInTheSettingsOfTheGenerator() {
            refused(
                    "generator: expected the schemas among the options of this tool, found them in <database>",
                    "--own-schema",
                    "shop",
                    "--generator",
                    settings("<database><inputSchema>shop</inputSchema></database>"));
        }

        @Test
        void aPackageInTheSettingsOfTheGenerator() {
            refused(
                    "generator: expected package and directory among the options of this tool, found them in <target>",
                    "--own-schema",
                    "shop",
                    "--generator",
                    settings("<target><packageName>com.example.other</packageName></target>"));
        }
    }

    private void generated(String... more) {
        assertThat(run(more)).as(OwnTablesTest::printed).isZero();
    }

    private void refused(String message, String... more) {
        assertThat(run(more)).isEqualTo(1);
        assertThat(printed()).contains(message);
    }

    private int run(String... more) {
        OUTPUT.reset();
        List<String> arguments = new ArrayList<>(List.of(
                "--package",
                "com.example",
                "--directory",
                project.resolve("jooq").toString(),
                "--migrations",
                "filesystem:" + migrations,
                "--placeholder",
                "note=none"));
        arguments.addAll(List.of(more));
        var out = new PrintStream(OUTPUT, true, StandardCharsets.UTF_8);
        return CodegenMain.run(arguments, OwnTablesTest::givenServer, out, out);
    }

    private static PostgresServer givenServer() {
        return PostgresServer.start(PostgresOptions.defaults()
                .mode(PostgresOptions.Mode.URL)
                .url(server.jdbcUrl())
                .user(server.user())
                .password(server.password()));
    }

    private static String printed() {
        return OUTPUT.toString(StandardCharsets.UTF_8);
    }

    private void migration(String name, String sql) throws IOException {
        Files.writeString(migrations.resolve(name), sql);
    }

    private String strategy() {
        return settings("<strategy><name>" + RowsNotRecords.class.getName() + "</name></strategy>");
    }

    private String settings(String generator) {
        try {
            return Files.writeString(project.resolve("generator.xml"), "<generator>" + generator + "</generator>")
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String file(String name) throws IOException {
        return Files.readString(project.resolve("jooq/com/example").resolve(name));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(project.resolve("jooq"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
