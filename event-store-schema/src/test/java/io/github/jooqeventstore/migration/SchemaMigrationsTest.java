package io.github.jooqeventstore.migration;

import static io.github.jooqeventstore.migration.TestServer.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import db.callback.CallbackOfTheApplication;
import io.github.jooqeventstore.migration.TestServer.Database;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaMigrationsTest {
    private static final String V1 = "V1__event_store.sql";
    private static final String V2 = "V2__subscriptions.sql";

    private static Database database;
    private String schema = "";
    private SchemaMigrations migrations;

    @BeforeAll
    static void createDatabase() {
        database = TestServer.database();
    }

    @BeforeEach
    void nameSchema() {
        schema = TestServer.unique("store");
        migrations = database.migrations().schema(schema);
    }

    @Nested
    class IntoADatabaseWithoutThem {
        @Test
        void createsSchemaAndTables() throws SQLException {
            assertThat(migrations.migrate()).isEqualTo(new MigrationResult(schema, 0, 2, List.of(V1, V2)));

            assertThat(tablesOf(schema))
                    .containsExactly(
                            "event_store_schema_history",
                            "events",
                            "parked_events",
                            "projections",
                            "snapshots",
                            "store",
                            "streams",
                            "subscription_members",
                            "subscriptions");
            assertThat(migrations.validate()).isEmpty();
        }

        @Test
        void hasNothingToDoTheSecondTime() {
            migrations.migrate();

            assertThat(migrations.migrate()).isEqualTo(new MigrationResult(schema, 2, 2, List.of()));
        }

        @Test
        void saysWhatIsPendingAndWhatIsThere() {
            assertThat(migrations.info())
                    .isEqualTo(new SchemaInfo(
                            schema,
                            List.of(
                                    new Migration(1, "event store", Migration.Status.PENDING),
                                    new Migration(2, "subscriptions", Migration.Status.PENDING)),
                            null));
            assertThat(migrations.validate())
                    .extracting(SchemaFinding::toString)
                    .containsExactly(
                            "schema " + schema + ": expected the tables of the event store, found no such schema");

            migrations.migrate();

            SchemaInfo info = migrations.info();
            assertThat(info.applied())
                    .containsExactly(
                            new Migration(1, "event store", Migration.Status.APPLIED),
                            new Migration(2, "subscriptions", Migration.Status.APPLIED));
            assertThat(info.pending()).isEmpty();
            assertThat(info.store()).satisfies(store -> {
                assertThat(store.id()).isNotNull();
                assertThat(List.of(store.epoch(), (long) store.schemaVersion(), (long) store.compatibleFrom()))
                        .containsExactly(1L, 2L, 1L);
            });
        }

        @Test
        void needsOneConnectionAndGivesItBackAsItWas() throws SQLException {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("set search_path = public, pg_catalog");
                connection.setAutoCommit(false);
                var pool = SchemaMigrations.of(new OneConnection(connection)).schema(schema);

                pool.migrate();
                pool.validate();
                pool.info();
                pool.grant(TestServer.unique("app"), TestServer.unique("reader"));

                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(database.ask("select 'locked' from pg_locks where locktype = 'advisory'"))
                        .isEmpty();
                var rows = statement.executeQuery("select current_setting('search_path')");
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("public, pg_catalog");
            }
        }
    }

    @Nested
    class IntoASchemaOfAnyName {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Tenant \"A\"; drop",
                    "\"$user\", public",
                    "Upper",
                    "a,b",
                    "'; drop schema public; --",
                    "${flyway:defaultSchema} 100%s",
                    "\u00fc\u6f22 "
                })
        void staysInside(String name) throws SQLException {
            var there = database.migrations().schema(name);

            assertThat(there.migrate().applied()).containsExactly(V1, V2);

            assertThat(there.validate()).isEmpty();
            assertThat(there.info().applied()).hasSize(2);
            assertThat(tablesOf(name)).contains("events", StoreFlyway.HISTORY);
            assertThat(tablesOf("public")).doesNotContain("events", StoreFlyway.HISTORY);
        }

        @Test
        void isNotLedAstrayByASearchPathThatOnlyLooksLikeIt() throws SQLException {
            // As text, the path of this connection begins with the schema's name; as a path, it means another schema.
            String upper = "Path" + TestServer.unique("").strip();
            database.run("create schema " + upper);
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("select set_config('search_path', '" + upper + ",public', false)");

                SchemaMigrations.of(new OneConnection(connection)).schema(upper).migrate();
            }

            assertThat(tablesOf(upper)).contains("events");
            assertThat(tablesOf(upper.toLowerCase(Locale.ROOT))).isEmpty();
        }

        @Test
        void leavesTablesOfOthersAlone() throws SQLException {
            database.run("create schema " + quoted(schema), "create table " + quoted(schema) + ".orders (id int)");

            assertThat(migrations.migrate().applied()).containsExactly(V1, V2);
            assertThat(migrations.migrate().applied()).isEmpty();

            assertThat(migrations.validate()).isEmpty();
            assertThat(migrations.info().applied()).hasSize(2);
            assertThat(tablesOf(schema)).contains("orders");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "nul\0", "a name of more than sixty-three bytes, which PostgreSQL would cut off"})
        void refusesANameThatNoSchemaCanHave(String name) {
            assertThatThrownBy(() -> database.migrations().schema(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("name of a schema: expected 1 to 63 bytes without NUL, found");
        }
    }

    @Nested
    class ByManyInstancesAtOnce {
        @Test
        void appliesEachMigrationOnce() throws Exception {
            int instances = 8;
            var start = new CountDownLatch(1);
            List<Callable<MigrationResult>> calls = new ArrayList<>();
            for (int i = 0; i < instances; i++) {
                calls.add(() -> {
                    start.await();
                    return database.migrations().schema(schema).migrate();
                });
            }
            List<MigrationResult> results = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(instances)) {
                List<Future<MigrationResult>> running =
                        calls.stream().map(threads::submit).toList();
                start.countDown();
                for (Future<MigrationResult> result : running) {
                    results.add(result.get(60, TimeUnit.SECONDS));
                }
            }

            assertThat(results).extracting(MigrationResult::version).containsOnly(2);
            assertThat(results).flatExtracting(MigrationResult::applied).containsExactly(V1, V2);
            assertThat(database.ask("select version from " + quoted(schema) + "." + StoreFlyway.HISTORY))
                    .containsExactly("1", "2");
            assertThat(migrations.validate()).isEmpty();
        }

        @Test
        void givesUpAfterTheTimeItMayWait() {
            try (var other = StoreSession.open(new ConnectionSource.Given(database.dataSource()), schema)) {
                MigrationLock lock = MigrationLock.take(other, Duration.ZERO);

                assertThatThrownBy(() ->
                                migrations.waitAtMost(Duration.ofMillis(120)).migrate())
                        .isInstanceOf(SchemaException.Busy.class)
                        .hasMessageMatching("schema .*: expected the lock of its migration within 120 ms, "
                                + "found it held by server process \\[\\d+]; .*");
                assertThat(migrations.info().store()).isNull();

                lock.close();
                assertThat(migrations.migrate().applied()).containsExactly(V1, V2);
            }
        }

        @Test
        void neverStandsInTheWayOfAnIndexBuiltConcurrently() throws Exception {
            migrations.migrate();
            try (var other = StoreSession.open(new ConnectionSource.Given(database.dataSource()), schema);
                    var threads = Executors.newFixedThreadPool(2);
                    Statement statement = other.connection().createStatement()) {
                MigrationLock lock = MigrationLock.take(other, Duration.ZERO);
                Future<MigrationResult> waiting = threads.submit(migrations::migrate);
                Future<MigrationResult> waitingToo = threads.submit(migrations::migrate);
                statement.execute("set statement_timeout = '20s'");
                for (int i = 0; i < 5; i++) {
                    statement.execute("create index concurrently again on streams (created_at)");
                    statement.execute("drop index concurrently again");
                }
                assertThat(List.of(waiting.isDone(), waitingToo.isDone())).containsOnly(false);

                lock.close();

                assertThat(waiting.get(20, TimeUnit.SECONDS).applied()).isEmpty();
                assertThat(waitingToo.get(20, TimeUnit.SECONDS).applied()).isEmpty();
            }
        }
    }

    @Nested
    class BesideTheApplicationsOwnFlyway {
        private final Database shop = TestServer.database();
        private final Flyway flyway = Flyway.configure()
                .dataSource(shop.dataSource())
                .locations("classpath:shop/migration")
                .load();
        private final FlywayListener log = new FlywayListener();

        @AfterEach
        void stopListening() {
            log.close();
        }

        @Test
        void sharesNothingWithItWhoeverIsFirst() throws SQLException {
            var inPublic = shop.migrations().schema("public");
            shop.migrations().migrate();
            assertThat(flyway.migrate().migrationsExecuted).isEqualTo(1);
            assertThat(inPublic.migrate().applied()).containsExactly(V1, V2);

            assertThat(shop.ask("select script from public.flyway_schema_history"))
                    .containsExactly("V1__orders.sql");
            assertThat(shop.ask("select script from event_store.event_store_schema_history"))
                    .containsExactly(V1, V2);
            assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
            assertThat(inPublic.validate()).isEmpty();
            assertThat(CallbackOfTheApplication.CALLERS)
                    .contains("flyway_schema_history")
                    .doesNotContain(StoreFlyway.HISTORY);
        }

        @Test
        void isSilentAndLeavesItsVoiceToTheApplication() {
            shop.migrations().migrate();
            shop.migrations().validate();
            shop.migrations().info();
            assertThat(log.heard()).isEmpty();

            flyway.info();
            assertThat(log.heard()).isNotEmpty();
        }
    }

    @Nested
    class OnASchemaThatIsNewer {
        @BeforeEach
        void beAhead() throws SQLException {
            migrations.migrate();
            String in = quoted(schema) + ".";
            database.run(
                    "insert into " + in + StoreFlyway.HISTORY
                            + " values (3, '3', 'tags', 'SQL', 'V3__tags.sql', 7, 'me', now(), 1, true)",
                    "create table " + in + "event_tags (tag text)",
                    "alter table " + in + "streams add column more text",
                    "update " + in + "store set schema_version = 3");
        }

        @Test
        void keepsWorking() {
            assertThat(migrations.validate()).isEmpty();
            assertThat(migrations.migrate()).isEqualTo(new MigrationResult(schema, 3, 3, List.of()));
            assertThat(migrations.info().applied())
                    .containsExactly(
                            new Migration(1, "event store", Migration.Status.APPLIED),
                            new Migration(2, "subscriptions", Migration.Status.APPLIED),
                            new Migration(3, "tags", Migration.Status.APPLIED_BY_A_NEWER_LIBRARY));
        }

        @Test
        void saysWhenItIsTooNew() throws SQLException {
            database.run("update " + quoted(schema) + ".store set compatible_from = 3");

            assertThat(migrations.validate())
                    .extracting(SchemaFinding::toString)
                    .containsExactly("schema " + schema + ": expected a schema that works for version 2, "
                            + "found version 3, which needs a library of version 3 or newer");
        }
    }

    @Nested
    class OnASchemaMadeByThePlainFile {
        @BeforeEach
        void makeByHand() throws SQLException {
            database.run(
                    "create schema " + quoted(schema),
                    "set search_path = " + quoted(schema) + "; " + Resources.text("/event-store/schema.sql"));
        }

        @Test
        void validatesWithoutAHistory() {
            assertThat(migrations.validate()).isEmpty();
            assertThat(migrations.info().migrations()).isEmpty();
            assertThat(migrations.info().store()).isNotNull();
        }

        @Test
        void takesItOverAtItsVersion() {
            assertThat(migrations.migrate()).isEqualTo(new MigrationResult(schema, 2, 2, List.of()));

            assertThat(migrations.info().applied())
                    .containsExactly(new Migration(2, "made by schema.sql", Migration.Status.APPLIED));
            assertThat(migrations.validate()).isEmpty();
            assertThat(migrations.migrate().applied()).isEmpty();
        }
    }

    @Nested
    class WhenItCannot {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "jdbc:postgresql://localhost:1/nowhere?password=open-sesame",
                    "jdbc:postgresql://localhost:no-port/nowhere?password=open-sesame",
                    "jdbc:nosuchdatabase://user:open-sesame@localhost/nowhere"
                })
        void connectSaysWhereAndKeepsThePassword(String url) {
            var nowhere = SchemaMigrations.of(url, "somebody", "open-sesame");

            assertThatThrownBy(nowhere::migrate)
                    .isInstanceOf(SchemaException.Unreachable.class)
                    .hasMessageContainingAll("localhost", "nowhere as user somebody: expected a connection, found")
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("open-sesame"));
            assertThat(nowhere.toString()).doesNotContain("open-sesame");
        }

        @Test
        void logInSaysSo() throws SQLException {
            Database wrongPassword = database.as(login().user(), "close-sesame");
            Database wrongUser = database.as("nobody of that name", "close-sesame");

            for (Database refused : List.of(wrongPassword, wrongUser)) {
                assertThatThrownBy(() -> refused.migrations().validate())
                        .isInstanceOf(SchemaException.LoginRefused.class)
                        .hasMessageContaining(
                                "as user " + refused.user() + ": expected the login to be accepted, found FATAL:")
                        .hasMessageEndingWith("; correct the user or the password")
                        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("close-sesame"));
            }
        }

        @Test
        void createTheSchemaSaysSoAtOnce() throws SQLException {
            Database powerless = login();

            assertThatThrownBy(() -> powerless.migrations().schema(schema).migrate())
                    .asInstanceOf(type(SchemaException.NotAllowed.class))
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo("42501"))
                    .satisfies(e -> assertThat(e)
                            .hasMessageStartingWith("schema " + schema
                                    + ": expected to create it, found ERROR: permission denied for database"));
            assertThat(migrations.info().store()).isNull();
        }

        @Test
        void createTablesSaysSoAtOnce() throws SQLException {
            Database powerless = login();
            database.run("create schema " + quoted(schema), "grant usage on schema " + quoted(schema) + " to public");

            assertThatThrownBy(() -> powerless.migrations().schema(schema).migrate())
                    .isInstanceOf(SchemaException.NotAllowed.class)
                    .hasMessageStartingWith("schema " + schema
                            + ": expected the right to create tables in it, found none of this user; grant the right");
            assertThat(tablesOf(schema)).isEmpty();
        }

        @Test
        void useTheSchemaSaysSoAndDoesNotTakeItForAnEmptyOne() throws SQLException {
            migrations.migrate();
            SchemaMigrations powerless = login().migrations().schema(schema);

            for (ThrowingCallable asking : List.<ThrowingCallable>of(powerless::info, powerless::validate)) {
                assertThatThrownBy(asking)
                        .asInstanceOf(type(SchemaException.NotAllowed.class))
                        .satisfies(e -> assertThat(e.sqlState()).isEqualTo("42501"))
                        .satisfies(e -> assertThat(e)
                                .hasMessageStartingWith("schema " + schema
                                        + ": expected the right to use it, found none of this user; grant the right"));
            }
        }

        @Test
        void writeSaysSo() throws SQLException {
            Database onAReplica = login();
            database.run(
                    "alter role " + quoted(onAReplica.user()) + " set default_transaction_read_only = on",
                    "alter role " + quoted(onAReplica.user()) + " superuser");

            assertThatThrownBy(() -> onAReplica.migrations().schema(schema).migrate())
                    .isInstanceOf(SchemaException.NotAllowed.class)
                    .hasMessageContaining("cannot execute CREATE SCHEMA in a read-only transaction");
        }

        @Test
        void applyAMigrationNamesItAndUndoesIt() throws SQLException {
            database.run("create schema " + quoted(schema), "create table " + quoted(schema) + ".snapshots (mine int)");

            assertThatThrownBy(migrations::migrate)
                    .asInstanceOf(type(SchemaException.MigrationFailed.class))
                    .satisfies(e -> assertThat(e.migration()).isEqualTo(V1))
                    .satisfies(e -> assertThat(e)
                            .hasMessageStartingWith("migration " + V1 + ": expected to apply to schema " + schema
                                    + ", found ERROR: relation \"snapshots\" already exists (42P07)"));
            assertThat(tablesOf(schema)).containsExactly(StoreFlyway.HISTORY, "snapshots");

            database.run("drop table " + quoted(schema) + ".snapshots");
            assertThat(migrations.migrate().applied()).containsExactly(V1, V2);
        }

        @Test
        void recogniseAnAppliedMigrationNamesIt() throws SQLException {
            migrations.migrate();
            database.run(
                    "update " + quoted(schema) + "." + StoreFlyway.HISTORY + " set checksum = 7 where version = '1'");

            assertThatThrownBy(migrations::migrate)
                    .asInstanceOf(type(SchemaException.HistoryDiffers.class))
                    .satisfies(e -> assertThat(e.findings()).isEqualTo(migrations.validate()))
                    .satisfies(e -> assertThat(e.findings())
                            .singleElement()
                            .asString()
                            .matches(
                                    "migration " + V1 + ": expected checksum -?\\d+, found checksum 7 in the history"));
        }

        private Database login() throws SQLException {
            String user = TestServer.unique("powerless");
            database.run("create role " + quoted(user) + " login password 'open-sesame'");
            return database.as(user, "open-sesame");
        }
    }

    private static List<String> tablesOf(String schema) throws SQLException {
        return database.ask("select tablename from pg_tables where schemaname = '" + schema.replace("'", "''")
                + "' order by tablename collate \"C\"");
    }

    private static String stackTrace(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
