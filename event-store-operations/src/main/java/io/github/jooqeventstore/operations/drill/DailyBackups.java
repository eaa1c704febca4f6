package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.EventsBackup;
import io.github.jooqeventstore.operations.backup.FullBackup;
import io.github.jooqeventstore.operations.process.ClusterServer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** A backup of the database once a day: by {@code pg_dump} where it is there, else by our own copy of the store. */
final class DailyBackups implements Protection {
    private static final Duration INTERVAL = Duration.ofDays(1);

    private final DrillScene scene;
    private final boolean dumps;

    DailyBackups(DrillScene scene) {
        this.scene = scene;
        this.dumps = Stream.of("pg_dump", "pg_dumpall", "pg_restore")
                .allMatch(name -> scene.programs().client(name, scene.version()).isPresent());
    }

    @Override
    public String method() {
        return "a backup of the " + (dumps ? "database (pg_dump)" : "store (backup events)") + " each day";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public void begin(DatabaseTarget live) {
        // A backup is all.
    }

    @Override
    public Backup backup(DatabaseTarget live) {
        return dumps
                ? FullBackup.take(
                        live, scene.catalog(), new FullBackup.Options(false, scene.programs()), scene.progress())
                : EventsBackup.take(live, scene.catalog(), EventsBackup.Options.defaults(), scene.progress())
                        .backup();
    }

    @Override
    public void tick(DatabaseTarget live) {
        // The next one is a day away.
    }

    @Override
    public double worstCaseSeconds(double backupSeconds) {
        // What is written while a backup is taken is not in it.
        return INTERVAL.toSeconds() + backupSeconds;
    }

    @Override
    public ClusterServer restore(DatabaseTarget lost, Backup backup, DrillClock clock) {
        ClusterServer server = clock.step("provision a new server", () -> scene.provision("restored", Map.of()));
        clock.run(
                "restore the backup", () -> ContentsRestore.run(scene, scene.target(server), scene.catalog(), backup));
        return server;
    }

    @Override
    public void close() {
        // Nothing runs.
    }
}
