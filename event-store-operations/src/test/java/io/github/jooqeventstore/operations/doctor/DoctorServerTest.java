package io.github.jooqeventstore.operations.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.TestStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a server, each thing made wrong: one after the other, because a server takes its time to start. */
class DoctorServerTest {
    @TempDir
    private Path folder;

    private static void set(OwnServer server, String setting, String value) {
        server.dsl().execute("alter system set " + setting + " = '" + value + "'");
        server.dsl().fetch("select pg_reload_conf()");
        Await.until(
                "the server to have read " + setting,
                () -> value.equals(server.dsl().fetchValue("select current_setting('" + setting + "')")));
    }

    private static void reset(OwnServer server, String setting) {
        server.dsl().execute("alter system reset " + setting);
        server.dsl().fetch("select pg_reload_conf()");
    }

    @Test
    void findsNothingOnASoundServerThenEachThingThatIsMadeWrong() throws IOException {
        Map<String, String> settings = Map.of(
                "max_prepared_transactions",
                "2",
                "archive_mode",
                "on",
                "archive_command",
                "true",
                "wal_level",
                "replica");
        try (OwnServer server = OwnServer.in(folder.resolve("server"), settings)) {
            TestStore.append(server.dsl(), 20);
            Diagnosis sound = Examined.of(server.target()).diagnosis();
            assertThat(sound.findings()).isEmpty();
            assertThat(sound.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(sound.notSeen()).containsOnlyKeys("index advice");

            advice(server);
            unsafeSettings(server);
            passwords(server);
            loginRules(server);
            slots(server);
            prepared(server);
            archiving(server);
            standby(server);
        }
    }

    private void advice(OwnServer server) {
        server.dsl().execute("create index mine on event_store.events (event_type, position)");

        Diagnosis advised = Examined.of(server.target()).diagnosis();

        assertThat(advised.findings()).extracting(DoctorFinding::severity).containsExactly(Severity.ADVICE);
        assertThat(advised.isWell()).isTrue();
        assertThat(advised.exitCode()).isEqualTo(ExitCode.OK);
        server.dsl().execute("drop index event_store.mine");
    }

    private void unsafeSettings(OwnServer server) {
        set(server, "fsync", "off");
        set(server, "synchronous_commit", "off");

        Examined examined = Examined.of(server.target());

        assertThat(examined.all("settings"))
                .extracting(DoctorFinding::problem)
                .containsExactly(
                        "Setting fsync is off: after a crash acknowledged events are gone, or damage goes unseen.",
                        "Setting synchronous_commit is off: after a crash acknowledged events are gone, or damage goes"
                                + " unseen.");
        assertThat(examined.diagnosis().exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        // As the finding says.
        reset(server, "fsync");
        reset(server, "synchronous_commit");
        Await.until(
                "the settings to be safe again",
                () -> Examined.of(server.target()).all("settings").isEmpty());
    }

    private void passwords(OwnServer server) {
        set(server, "password_encryption", "md5");

        assertThat(Examined.of(server.target()).the("access").problem()).contains("by md5");
        reset(server, "password_encryption");
    }

    private void loginRules(OwnServer server) throws IOException {
        Path rules = folder.resolve("server/data/pg_hba.conf");
        String before = Files.readString(rules);
        Files.writeString(rules, """
                host all all 10.0.0.0/8 trust
                host all all 127.0.0.1/32 trust
                host all all 10.0.0.0/8 password
                hostssl all all 10.0.0.0/8 md5
                hostssl all all 10.0.0.0/8 scram-sha-256
                host all all 10.0.0.0/8 nonsense
                """, StandardOpenOption.APPEND);
        int line = (int) before.lines().count();

        Examined examined = Examined.of(server.target());

        assertThat(examined.all("pg_hba.conf"))
                .extracting(DoctorFinding::problem)
                .containsExactly(
                        "Lines of pg_hba.conf let in whoever reaches the server, without a password (trust): "
                                + (line + 1) + ".",
                        "Lines of pg_hba.conf let in every account of the machine, without a password (trust): "
                                + (line + 2) + ".",
                        "Lines of pg_hba.conf have the password itself sent over the network (password): " + (line + 3)
                                + ".",
                        "Lines of pg_hba.conf take connections from other machines without TLS: events can be read on the"
                                + " way: " + (line + 1) + ", " + (line + 3) + ".",
                        "Lines of pg_hba.conf cannot be read, so that the whole file is not taken when the server reloads"
                                + " it: " + (line + 6) + ".",
                        "Lines of pg_hba.conf take passwords by md5, which PostgreSQL gives up: " + (line + 4) + ".");
        assertThat(examined.all("pg_hba.conf").getFirst().severity()).isEqualTo(Severity.DANGER);
        Files.writeString(rules, before);
    }

    private void slots(OwnServer server) {
        server.dsl().fetch("select pg_create_physical_replication_slot('gone', true)");
        TestStore.append(server.dsl(), 10);

        DoctorFinding finding =
                Examined.of(server.target(), Examined.LIMITS.slotBytes(0)).the("slots");

        assertThat(finding.problem()).startsWith("Replication slot gone, which nobody uses, keeps ");
        server.dsl().fetch(finding.mend().replaceFirst("psql: (select [^,]*),.*", "$1"));
        assertThat(Examined.of(server.target(), Examined.LIMITS.slotBytes(0)).all("slots"))
                .isEmpty();
    }

    private void prepared(OwnServer server) {
        server.dsl().connection(connection -> {
            connection.setAutoCommit(false);
            TestStore.append(org.jooq.impl.DSL.using(connection, org.jooq.SQLDialect.POSTGRES), 10);
            connection.createStatement().execute("prepare transaction 'forgotten'");
            connection.setAutoCommit(true);
        });

        Examined examined = Examined.of(server.target(), Examined.LIMITS.transactions(Duration.ZERO));

        assertThat(examined.the("prepared").problem()).contains("forgotten");
        // It is the one who holds subscriptions back, too.
        assertThat(examined.the("horizon").problem()).contains("prepared transaction forgotten of role");
        assertThat(examined.the("horizon").mend()).startsWith("psql: rollback prepared 'forgotten'");
        server.dsl().execute("rollback prepared 'forgotten'");
    }

    private void archiving(OwnServer server) {
        set(server, "archive_command", "false");
        Await.until("the archiver to fail", () -> {
            // It may have archived a segment before it has read the setting.
            server.dsl().fetch("select pg_create_restore_point('again')");
            server.dsl().fetch("select pg_switch_wal()");
            return Boolean.TRUE.equals(server.dsl().fetchValue("select failed_count > 0 from pg_stat_archiver"));
        });

        assertThat(Examined.of(server.target()).the("archiving").mend()).isEqualTo("event-store backup wal status");
        reset(server, "archive_command");
    }

    private void standby(OwnServer server) {
        set(server, "synchronous_standby_names", "nobody");

        assertThat(Examined.of(server.target()).the("standby").problem())
                .startsWith("Commits wait for a synchronous standby, and none is there");
        reset(server, "synchronous_standby_names");
    }

    @Test
    void findsADoorThatIsOpenADamagedPageAndARecoveryThatWaits() throws IOException {
        try (OwnServer server = OwnServer.in(folder.resolve("server"), Map.of("listen_addresses", "*"))) {
            assertThat(Examined.of(server.target()).the("access").problem())
                    .isEqualTo("The server listens at * and has no TLS: events can be read on the way.");

            damage(server);
            server.restart();
            boolean checksums = "on".equals(server.dsl().fetchValue("show data_checksums"));
            if (checksums) {
                assertThat(readIsRefused(server)).isTrue();
                Await.until(
                        "the server to have counted",
                        () -> !Examined.of(server.target()).all("checksums").isEmpty());
                assertThat(Examined.of(server.target()).the("checksums").exitCode())
                        .isEqualTo(ExitCode.INTEGRITY);
            }

            server.restartInRecovery();
            server.dsl().fetch("select pg_wal_replay_pause()");
            Await.until(
                    "the recovery to be paused",
                    () -> "paused".equals(server.dsl().fetchValue("select pg_get_wal_replay_pause_state()")));
            assertThat(Examined.of(server.target()).the("recovery").problem())
                    .startsWith("This server was recovered to a point and waits for a decision");
        }
    }

    private static boolean readIsRefused(OwnServer server) {
        try {
            server.dsl().fetch("select * from public.damaged");
            return false;
        } catch (DataAccessException e) {
            return String.valueOf(e.getMessage()).contains("invalid page");
        }
    }

    /** A bit of a page that the server has written and will not write again. */
    private void damage(OwnServer server) throws IOException {
        server.dsl().execute("create table public.damaged as select n from generate_series(1, 100) n");
        Object path = server.dsl().fetchValue("select pg_relation_filepath('public.damaged')");
        server.dsl().execute("checkpoint");
        try (var file =
                new RandomAccessFile(folder.resolve("server/data/" + path).toFile(), "rw")) {
            file.seek(8_000);
            int was = file.read();
            file.seek(8_000);
            file.write(was ^ 1);
        }
    }
}
