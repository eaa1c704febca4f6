package io.github.jooqeventstore.postgres;

import static io.github.jooqeventstore.postgres.EmbeddedServerTest.firstCell;
import static io.github.jooqeventstore.postgres.EmbeddedServerTest.serverIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFolderTest {
    private static final PostgresOptions AUTO =
            PostgresOptions.fromSystemProperties().mode(PostgresOptions.Mode.AUTO);

    /** A folder that a server has made and left: copying it is faster than making one for each test. */
    @TempDir
    private static Path made;

    @TempDir
    private Path temporary;

    private Path folder;
    private PostgresOptions kept;

    @BeforeAll
    static void makeAFolder() {
        PostgresServer.start(AUTO.dataFolder(made)).close();
    }

    @BeforeEach
    void takeACopy() throws IOException {
        folder = temporary.resolve("it's \"my\" $data");
        kept = AUTO.dataFolder(folder);
        copy(made, folder);
    }

    @Nested
    class AfterAnOrderlyEnd {
        @Test
        void hasItsData() throws Exception {
            Folders.delete(folder);
            try (PostgresServer server = PostgresServer.start(kept)) {
                assertThat(server.choice()).endsWith("data kept in " + folder + " (a data folder was given)");
                assertThat(firstCell(server.dataSource().getConnection(), "show fsync"))
                        .isEqualTo("on");
                write(server.dataSource().getConnection());
            }
            try (PostgresServer server = PostgresServer.start(kept)) {
                assertHasWhatWasWritten(server);
            }
        }
    }

    @Nested
    class AfterAKill {
        private ServerProcess jvm;
        private ProcessHandle server;

        @BeforeEach
        void startAnotherJvm() throws Exception {
            jvm = ServerProcess.start(kept);
            server = serverIn(folder);
            write(jvm.connect());
        }

        @AfterEach
        void endTheOtherJvm() throws Exception {
            jvm.close();
        }

        @Test
        void ofTheJvmHasItsData() throws Exception {
            jvm.kill();
            assertSurvivesOnASecondStart();
            Eventually.holds("the first server's end", () -> !server.isAlive());
        }

        @Test
        void ofTheJvmAndItsWatchdogStopsTheServerThatIsStillThere() throws Exception {
            List<ProcessHandle> watchdogs = jvm.watchdogs();
            assertThat(watchdogs).hasSize(1);
            watchdogs.forEach(ProcessHandle::destroyForcibly);
            jvm.kill();
            assertThat(server.isAlive()).isTrue();
            assertSurvivesOnASecondStart();
            Eventually.holds("the first server's end", () -> !server.isAlive());
        }

        @Test
        void ofTheServerInTheMiddleOfATransactionHasWhatWasCommitted() throws Exception {
            try (Connection open = jvm.connect()) {
                open.setAutoCommit(false);
                open.createStatement().execute("insert into kept values ('not committed')");
                server.destroyForcibly();
                server.onExit().get();
            }
            jvm.close();
            assertSurvivesOnASecondStart();
        }

        private void assertSurvivesOnASecondStart() throws SQLException {
            try (PostgresServer second = PostgresServer.start(kept)) {
                assertHasWhatWasWritten(second);
            }
        }
    }

    @Nested
    class WithAPidFileThatLies {
        @Test
        void startsWhenAnotherProgramHasTheNumberNow() throws Exception {
            blame(ProcessHandle.current());
            try (PostgresServer server = PostgresServer.start(kept)) {
                write(server.dataSource().getConnection());
            }
        }

        @Test
        void neverStopsAnotherServerThatHasTheNumberNow() throws Exception {
            try (PostgresServer other = PostgresServer.start(AUTO.mode(PostgresOptions.Mode.EMBEDDED))) {
                String data = firstCell(other.dataSource().getConnection(), "show data_directory");
                blame(serverIn(Path.of(data, "..")));
                startIfItIsNotRefused();
                assertThat(firstCell(other.dataSource().getConnection(), "select 'alive'"))
                        .isEqualTo("alive");
            }
        }

        // Where the system does not tell the two servers apart, the start is refused.
        private void startIfItIsNotRefused() {
            try (PostgresServer server = PostgresServer.start(kept)) {
                assertThat(server.choice()).contains("kept in");
            } catch (PostgresServerException e) {
                assertThat(e).hasMessageContaining("expected to know its earlier server");
            }
        }

        private void blame(ProcessHandle process) throws IOException {
            Path data = folder.resolve("data");
            Files.write(
                    data.resolve("postmaster.pid"),
                    List.of(Long.toString(process.pid()), data.toString(), "1", "1", "", "", "1 1", ""));
        }
    }

    @Nested
    class InUse {
        @Test
        void isRefusedToAnotherJvm() throws Exception {
            try (ServerProcess jvm = ServerProcess.start(kept)) {
                assertThatThrownBy(() -> PostgresServer.start(kept))
                        .isInstanceOf(PostgresServerException.class)
                        .hasMessage("data folder " + folder + ": expected it to be free, found it in use by process "
                                + jvm.handle().pid());
                assertThat(serverIn(folder).isAlive()).isTrue();
            }
        }

        @Test
        void isRefusedWithinTheJvmAndStaysLockedForOthers() throws Exception {
            try (PostgresServer server = PostgresServer.start(kept)) {
                assertThatThrownBy(() -> PostgresServer.start(kept))
                        .hasMessageEndingWith("expected it to be free, found it in use by this process");
                try (ServerProcess jvm = ServerProcess.launch(kept)) {
                    assertThat(jvm.awaitServer()).isFalse();
                    assertThat(jvm.told())
                            .contains("found it in use by process "
                                    + ProcessHandle.current().pid());
                }
                write(server.dataSource().getConnection());
            }
        }

        @Test
        void goesToOneOfTwoThatStartAtTheSameTime() throws Exception {
            try (ServerProcess one = ServerProcess.launch(kept);
                    ServerProcess two = ServerProcess.launch(kept)) {
                boolean oneHasIt = one.awaitServer();
                boolean twoHasIt = two.awaitServer();
                assertThat(oneHasIt ^ twoHasIt)
                        .as("%s%n%s", one.told(), two.told())
                        .isTrue();
                assertThat((oneHasIt ? two : one).told()).contains("expected it to be free, found it in use by ");
                write((oneHasIt ? one : two).connect());
            }
        }
    }

    @Nested
    class OfAnotherKind {
        @Test
        void isRefusedWhenAnotherMajorVersionMadeIt() throws Exception {
            Path version = folder.resolve("data/PG_VERSION");
            String ours = Files.readString(version).strip();
            Files.writeString(version, "14\n");
            assertThatThrownBy(() -> PostgresServer.start(kept))
                    .isInstanceOf(PostgresServerException.class)
                    .hasMessage("data folder " + folder + ": expected data of PostgreSQL " + ours
                            + ", found data of PostgreSQL 14; ask for version 14, or name another folder");
        }

        @Test
        void isRefusedWithOtherFilesInIt() throws Exception {
            Folders.delete(folder);
            Files.createDirectories(folder);
            Path letter = Files.writeString(folder.resolve("letter.txt"), "mine");
            assertThatThrownBy(() -> PostgresServer.start(kept))
                    .hasMessage("data folder " + folder
                            + ": expected an empty folder or one made here before, found other files");
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(letter);
            }
        }

        @Test
        void isRefusedForAnotherLogin() {
            assertThatThrownBy(() -> PostgresServer.start(kept.password("another secret")))
                    .hasMessageEndingWith("expected its first password, found another one given");
            assertThatThrownBy(() -> PostgresServer.start(kept.user("somebody")))
                    .hasMessageEndingWith("expected user somebody, found it made for postgres");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void write(Connection connection) throws SQLException {
        try (connection;
                var statement = connection.createStatement()) {
            statement.execute("create table kept as select 'here' as what");
        }
    }

    private static void assertHasWhatWasWritten(PostgresServer server) throws SQLException {
        assertThat(firstCell(server.dataSource().getConnection(), "select string_agg(what, ',') from kept"))
                .isEqualTo("here");
    }
}
