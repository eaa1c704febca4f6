package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.pool.LoginRefusedException;
import io.github.jooqeventstore.pool.Pool;
import io.github.jooqeventstore.pool.PoolExhaustedException;
import io.github.jooqeventstore.pool.PoolOptions;
import io.github.jooqeventstore.pool.PoolState;
import io.github.jooqeventstore.pool.PoolTimes;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PoolTest {

    private static final TestDatabase DATABASE = TestDatabase.migrated();
    private static final PGSimpleDataSource SERVER = (PGSimpleDataSource) DATABASE.dataSource();
    private static final String WRONG = "wr0ng-word";

    private static PoolOptions options() {
        return PoolOptions.small(url(), SERVER.getUser(), SERVER.getPassword()).name("orders");
    }

    /** Without the parameters, in which the driver repeats everything that it takes for granted. */
    private static String url() {
        return Objects.requireNonNull(SERVER.getURL()).replaceFirst("\\?.*", "");
    }

    private static PoolOptions impatient() {
        return options().size(2, 0).times(PoolTimes.production().acquire(Duration.ofMillis(500)));
    }

    private static DSLContext dsl(Pool pool) {
        return DSL.using(pool, SQLDialect.POSTGRES);
    }

    @Nested
    class Open {

        @Test
        void carriesAppendsAndTransactions() {
            StreamId order = StreamId.of("order", UUID.randomUUID());
            try (Pool pool = Pool.open(options())) {
                EventStore store = EventStore.using(dsl(pool));
                store.append(order, noStream(), note(1));
                dsl(pool).transaction(tx -> store.in(tx).append(order, exactly(1), note(2)));

                assertThat(store.currentVersion(order)).hasValue(2);
            }
        }

        @Test
        void hasTheSettingsOfProduction() throws SQLException {
            try (Pool pool = Pool.open(PoolOptions.production(url(), SERVER.getUser(), SERVER.getPassword()))) {
                HikariDataSource hikari = pool.unwrap(HikariDataSource.class);

                assertThat(hikari.getMaximumPoolSize()).isEqualTo(20);
                assertThat(hikari.getMinimumIdle()).isEqualTo(5);
                assertThat(Duration.ofMillis(hikari.getConnectionTimeout())).hasSeconds(10);
                assertThat(Duration.ofMillis(hikari.getIdleTimeout())).hasMinutes(10);
                assertThat(Duration.ofMillis(hikari.getMaxLifetime())).hasMinutes(30);
                assertThat(Duration.ofMillis(hikari.getKeepaliveTime())).hasMinutes(2);
                assertThat(Duration.ofMillis(hikari.getValidationTimeout())).hasSeconds(5);
            }
        }

        @Test
        void isKnownToTheServerByItsName() {
            try (Pool pool = Pool.open(options())) {
                assertThat(dsl(pool)
                                .select(DSL.function("current_setting", String.class, DSL.inline("application_name")))
                                .fetchSingle()
                                .value1())
                        .isEqualTo("orders");
            }
        }

        @Test
        void givesUpAServerThatDoesNotAnswer() throws SQLException {
            PoolTimes times = PoolTimes.production().socket(Duration.ofSeconds(1));
            try (Pool pool = Pool.open(options().size(1, 0).times(times))) {
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement()) {
                    assertThatExceptionOfType(SQLException.class)
                            .isThrownBy(() -> statement.execute("select pg_sleep(30)"))
                            .satisfies(e -> assertThat(e.getSQLState()).startsWith("08"));
                }
                assertThat(dsl(pool).selectOne().fetchSingle().value1()).isOne();
            }
        }

        @Test
        void tellsItsState() throws Exception {
            try (Pool pool = Pool.open(options().size(2, 0));
                    Connection first = pool.getConnection()) {
                assertThat(first.isValid(1)).isTrue();
                CompletableFuture<Void> third;
                try (Connection second = pool.getConnection()) {
                    assertThat(second.isValid(1)).isTrue();
                    third = takeAndGiveBack(pool);
                    Await.until("one caller waiting", () -> pool.state().waiting() == 1);

                    assertThat(pool.state()).isEqualTo(new PoolState(2, 2, 0, 2, 1));
                    assertThat(pool.state().isExhausted()).isTrue();
                    assertThat(pool)
                            .hasToString("pool orders of 0 to 2 connections to " + url()
                                    + ", 2 of 2 connections in use, 0 idle, 1 callers waiting");
                }
                third.join();
                assertThat(pool.state()).isEqualTo(new PoolState(2, 2, 1, 1, 0));
            }
        }

        private CompletableFuture<Void> takeAndGiveBack(Pool pool) {
            return CompletableFuture.runAsync(
                    () -> {
                        try {
                            pool.getConnection().close();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    Executors.newVirtualThreadPerTaskExecutor());
        }

        @Test
        void saysThatItIsExhausted() throws SQLException {
            try (Pool pool = Pool.open(impatient())) {
                EventStore store = EventStore.using(dsl(pool));
                StreamId order = StreamId.of("order", UUID.randomUUID());
                try (Connection first = pool.getConnection();
                        Connection second = pool.getConnection()) {
                    assertThat(first).isNotSameAs(second);
                    assertThatExceptionOfType(PoolExhaustedException.class)
                            .isThrownBy(pool::getConnection)
                            .withMessage(
                                    "pool orders: expected a connection within 500 ms, found 2 of 2 connections in use,"
                                            + " 0 idle, 0 callers waiting")
                            .satisfies(e -> assertThat(e.state()).isEqualTo(new PoolState(2, 2, 0, 2, 0)));
                    DataAccessException thrown = catchThrowableOfType(
                            DataAccessException.class, () -> store.append(order, noStream(), note(1)));
                    assertThat(thrown).hasCauseInstanceOf(PoolExhaustedException.class);
                }
                assertThat(store.append(order, noStream(), note(1)).lastVersion())
                        .isOne();
            }
        }

        @Test
        void saysThatThePasswordHasBeenChangedMeanwhile() throws SQLException {
            String role = "changed_" + ProcessHandle.current().pid();
            DSLContext administrator = DATABASE.dsl();
            // Roles are not jOOQ's to create.
            administrator.execute("create role " + role + " login password 'before'");
            try (Pool pool = Pool.open(PoolOptions.small(url(), role, "before")
                    .size(1, 0)
                    .times(PoolTimes.production().acquire(Duration.ofMillis(1500))))) {
                assertThat(dsl(pool).selectOne().fetchSingle().value1()).isOne();
                administrator.execute("alter role " + role + " password 'after'");
                pool.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();

                assertThatExceptionOfType(LoginRefusedException.class).isThrownBy(pool::getConnection);
            } finally {
                administrator.execute("drop role " + role);
            }
        }

        @Test
        void isOfNoUseOnceClosed() {
            Pool pool = Pool.open(options());
            pool.close();

            assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection);
            assertThat(pool.state()).isEqualTo(new PoolState(5, 0, 0, 0, 0));
        }
    }

    @Nested
    class NotOpened {

        @Test
        void saysAtOnceThatThePasswordIsWrong() {
            PoolOptions wrong = PoolOptions.production(url(), SERVER.getUser(), WRONG);
            long start = System.nanoTime();

            DataAccessException thrown = catchThrowableOfType(DataAccessException.class, () -> Pool.open(wrong));

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(wrong.times().acquire());
            assertThat(thrown).hasCauseInstanceOf(LoginRefusedException.class);
            assertThat(thrown.sqlState()).isEqualTo("28P01");
            assertThat(thrown)
                    .hasMessage(wrong + ": expected the login to be accepted, found FATAL: password"
                            + " authentication failed for user \"" + SERVER.getUser() + "\"");
            assertThat(Canaries.textOf(thrown)).doesNotContain(WRONG);
        }

        @Test
        void saysThatThereIsNoSuchDatabase() {
            PoolOptions absent =
                    PoolOptions.small(url().replaceFirst("/[^/]+$", "/absent"), SERVER.getUser(), SERVER.getPassword());

            DataAccessException thrown = catchThrowableOfType(DataAccessException.class, () -> Pool.open(absent));

            assertThat(thrown.sqlState()).isEqualTo("3D000");
            assertThat(thrown).hasMessageContaining("database \"absent\" does not exist");
        }

        @Test
        void saysThatTheServerIsNotThere() throws Exception {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            PoolOptions nobody = PoolOptions.small("jdbc:postgresql://127.0.0.1:" + port + "/shop", "ada", WRONG);

            DataAccessException thrown = catchThrowableOfType(DataAccessException.class, () -> Pool.open(nobody));

            assertThat(thrown.sqlState()).isEqualTo("08001");
            assertThat(thrown).hasMessageStartingWith(nobody + ": expected a connection, found ");
            assertThat(Canaries.textOf(thrown)).doesNotContain(WRONG);
        }

        @Test
        void saysThatThePoolItselfIsMissing() throws Exception {
            String classpath = Arrays.stream(
                            System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("HikariCP-"))
                    .collect(Collectors.joining(File.pathSeparator));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-classpath",
                            classpath,
                            WithoutHikari.class.getName())
                    .redirectErrorStream(true)
                    .start();

            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(
                            "pool event-store: expected com.zaxxer:HikariCP on the class path, found none; add it to the"
                                    + " dependencies");
        }
    }

    /** Run as a program of its own. */
    static final class WithoutHikari {
        public static void main(String[] arguments) {
            Pool.open(PoolOptions.small("jdbc:postgresql://127.0.0.1:1/shop", "ada", null));
        }
    }
}
