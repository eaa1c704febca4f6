package io.github.jooqeventstore.operations;

import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.replica.NewStandby;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A server of a test's own, with a standby that is made without any client program.
 *
 * @param primary with an event store in a database {@code orders}
 * @param standby of it
 */
public record ReplicatedServer(ArchivingServer primary, NewStandby standby) implements AutoCloseable {
    /** The name of the standby, and of its slot. */
    public static final String NAME = "r1";

    /** {@return both, running} */
    public static ReplicatedServer start(Path folder) {
        ArchivingServer primary = ArchivingServer.start(folder, Map.of());
        boolean started = false;
        try {
            NewStandby.reserve(primary.target(), NAME);
            Backup base = BaseBackup.take(
                    primary.target(),
                    Catalog.openOrCreate(folder.resolve("base")),
                    new PostgresPrograms(List.of()),
                    BaseBackup.Method.SQL,
                    Progress.NONE);
            NewStandby standby = NewStandby.start(
                    base,
                    folder.resolve("standby"),
                    primary.target(),
                    NAME,
                    primary.programs(),
                    Map.of("fsync", "off"),
                    Progress.NONE);
            started = true;
            return new ReplicatedServer(primary, standby);
        } finally {
            if (!started) {
                primary.close();
            }
        }
    }

    /** {@return the database of the store on the standby} */
    public DatabaseTarget standbyTarget() {
        return standby.target(primary.target());
    }

    /** {@return jOOQ on new connections to the standby} */
    public DSLContext standbyDsl() {
        return DSL.using(standbyTarget().dataSource(), SQLDialect.POSTGRES);
    }

    /** Returns when all that the primary has written is there, and replayed if that is asked for. */
    public void await(boolean replayed) {
        String written = primary.dsl()
                .fetchSingle("select pg_current_wal_flush_lsn()::text as lsn")
                .get("lsn", String.class);
        String function = replayed ? "pg_last_wal_replay_lsn" : "pg_last_wal_receive_lsn";
        Await.until(
                "the standby to have " + written,
                () -> Boolean.TRUE.equals(standbyDsl().fetchValue("select " + function + "() >= ?::pg_lsn", written)));
    }

    /** {@return the primary, to be killed, and to be started again} */
    public ClusterServer primaryServer() {
        return ClusterServer.in(primary.folder().resolve("server"), primary.programs());
    }

    /** Kills the primary with all of its processes, and waits until the standby has noticed. */
    public void killPrimary() {
        primaryServer().crash();
        Await.until(
                "the standby to notice",
                () -> standbyDsl().fetch("select from pg_stat_wal_receiver").isEmpty());
    }

    @Override
    public void close() {
        standby.close();
        primary.close();
    }
}
