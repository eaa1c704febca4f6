package io.github.jooqeventstore.operations.monitor;

import static io.github.jooqeventstore.operations.monitor.MonitorTest.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.TestStore;
import java.nio.file.Path;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures for which a server of one's own is needed, with an extension, a primary and its standby. */
class StandbyFiguresTest {
    private static final Map<String, String> SELF = Map.of("standby", "self");

    @TempDir
    private Path folder;

    @Test
    void tellIdleFromBehindAndBehindFromCutOff() throws Exception {
        try (OwnServer primary =
                        OwnServer.in(folder.resolve("primary"), Map.of("wal_keep_size", "64MB", "fsync", "off"));
                OwnServer standby = OwnServer.standbyOf(primary, folder.resolve("standby"))) {
            Monitor here = Monitor.of(standby.target());
            TestStore.append(primary.dsl(), 10);
            Await.until(
                    "all replayed",
                    () -> value(here.read(), LogGroups.REPLICA_SECONDS, SELF).orElse(1) == 0);

            // Idle: what was replayed last grows older, and it is not behind for all that.
            Await.until(
                    "a second to go by",
                    () -> Boolean.TRUE.equals(standby.dsl()
                            .fetchValue(
                                    "select clock_timestamp() - pg_last_xact_replay_timestamp() > interval '1 s'")));
            Readings idle = here.read();
            assertThat(value(idle, LogGroups.STANDBY, Map.of())).hasValue(1);
            assertThat(value(idle, LogGroups.REPLICA_CONNECTED, Map.of())).hasValue(1);
            assertThat(value(idle, LogGroups.REPLICA_SECONDS, SELF)).hasValue(0);

            standby.dsl().fetch("select pg_wal_replay_pause()");
            TestStore.append(primary.dsl(), 10);
            Await.until(
                    "behind",
                    () -> value(here.read(), LogGroups.REPLICA_SECONDS, SELF).orElse(0) > 1);
            Await.until("bytes behind, as the primary sees it", () -> behindAsThePrimarySeesIt(primary) > 0);

            standby.dsl().fetch("select pg_wal_replay_resume()");
            Await.until(
                    "caught up",
                    () -> value(here.read(), LogGroups.REPLICA_SECONDS, SELF).orElse(1) == 0);

            standby.dsl().execute("alter system set primary_conninfo = ''");
            standby.dsl().fetch("select pg_reload_conf()");
            Await.until(
                    "cut off",
                    () -> value(here.read(), LogGroups.REPLICA_CONNECTED, Map.of())
                                    .orElse(1)
                            == 0);
            // It has all that it was sent, and nobody knows what it was not.
            assertThat(value(here.read(), LogGroups.REPLICA_SECONDS, SELF).orElseThrow())
                    .isPositive();
        }
    }

    private static double behindAsThePrimarySeesIt(OwnServer primary) {
        return Monitor.of(primary.target()).read().figures().stream()
                .filter(figure -> figure.metric().equals(LogGroups.REPLICA_BYTES))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(0);
    }

    @Test
    void tellOfEachStatementOnceWhoeverHasSentIt() {
        try (OwnServer server =
                OwnServer.in(folder, Map.of("shared_preload_libraries", "pg_stat_statements", "fsync", "off"))) {
            DSLContext dsl = server.dsl();
            dsl.execute("create extension pg_stat_statements");
            dsl.execute("create role other login password 'secret-of-other' in role pg_read_all_data");
            DatabaseTarget own = server.target();
            DatabaseTarget others = new DatabaseTarget(
                    own.host(), own.port(), own.database(), "other", "secret-of-other", own.schema(), Map.of());
            dsl.fetch("select pg_sleep(0.3), count(*) from event_store.events");
            DSL.using(others.dataSource(), SQLDialect.POSTGRES)
                    .fetch("select pg_sleep(0.3), count(*) from event_store.events");

            Readings readings = Monitor.of(own).read();

            assertThat(readings.degraded()).isEmpty();
            assertThat(readings.figures().stream().filter(it -> it.metric().equals(ServerGroups.SLOW_MEAN)))
                    .extracting(Figure::labels)
                    .doesNotHaveDuplicates();
            assertThat(readings.figures().stream()
                            .filter(it -> it.metric().equals(ServerGroups.SLOW_CALLS))
                            .filter(it -> it.value() == 2)
                            .map(it -> value(readings, ServerGroups.SLOW_MEAN, it.labels())
                                    .orElseThrow()))
                    .anyMatch(mean -> mean > 0.29 && mean < 5);

            // A role that may not see the statements of others, nor the settings: a figure less, and no alarm.
            assertThat(Monitor.of(others).read().degraded().keySet()).doesNotContain("replication", "connections");
        }
    }
}
