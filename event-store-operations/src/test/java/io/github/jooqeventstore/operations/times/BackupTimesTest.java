package io.github.jooqeventstore.operations.times;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.process.ClusterServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long each kind of backup and restore takes beside PostgreSQL's own programs by hand, in turns, and that ours take no more
 * than 1.3 times as long, with all that they count, compare and verify. The report is {@code target/backup-times.md}.
 */
@Tag("backup-times")
class BackupTimesTest {
    private static final int ROUNDS = Integer.getInteger("eventstore.times.rounds", 3);
    private static final double BOUND = 1.3;
    private static final Path REPORT = Path.of("target", "backup-times.md");
    private static final String HAND_DUMP = "`pg_dump -Fc -Z1`";
    private static final String HAND_RESTORE = "`createdb`, `pg_restore -j2`, `analyze`";
    private static final String HAND_BASE = "`pg_basebackup -c fast`, `pg_verifybackup`";

    private final Times times = new Times();
    private final MillionEvents store;
    private final Path dump;
    private final String backups;

    BackupTimesTest(@TempDir Path folder) throws Exception {
        store = MillionEvents.in(folder);
        dump = folder.resolve("by-hand.dump");
        backups = folder.resolve("backups").toString();
    }

    @BeforeEach
    void makeTheFolderOfTheReport() throws Exception {
        Files.createDirectories(Path.of("target"));
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void ofBackups() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            timed("`pg_dump -Fc`", () -> store.byHand("pg_dump", "-Fc", "--file=" + dump));
            timed(HAND_DUMP, () -> store.byHand("pg_dump", "-Fc", "-Z1", "--file=" + dump));
            timed("`backup full`", () -> ours("backup", "full", "--to", backups));
            timed("`backup events`", () -> ours("backup", "events", "--to", backups));
            timed("`backup verify`", () -> ours("backup", "verify", "--in", backups, "last"));
            Path base = dump.resolveSibling("base-" + round);
            timed(HAND_BASE, () -> {
                store.byHand("pg_basebackup", "-D", base.toString(), "-c", "fast", "--manifest-checksums=SHA256");
                store.byHand("pg_verifybackup", "-q", base.toString());
            });
            timed("`backup base`", () -> ours("backup", "base", "--to", backups));
        }
        end(
                "Backups",
                Map.of(
                        "`backup full`", HAND_DUMP,
                        "`backup events`", HAND_DUMP,
                        "`backup base`", HAND_BASE));
    }

    @Test
    void ofRestores() throws Exception {
        store.byHand("pg_dump", "-Fc", "-Z1", "--file=" + dump);
        ours("backup", "full", "--to", backups + "-full");
        ours("backup", "events", "--to", backups);
        for (int round = 0; round < ROUNDS; round++) {
            timed(HAND_RESTORE, () -> {
                store.byHand("createdb", "by_hand");
                store.byHand("pg_restore", "-j2", "-d", "by_hand", dump.toString());
                store.byHand("psql", "-qc", "analyze", "by_hand");
            });
            timed("`restore db`", () -> ours("restore", "db", "--in", backups + "-full", "last", "--into", "ours"));
            timed("`restore events`", () -> {
                store.byHand("createdb", "events_only");
                store.ours(database("events_only"), "restore", "events", "--in", backups, "last");
            });
            timed(
                    "`restore events --into-existing`",
                    () -> store.ours(
                            database("events_only"),
                            "restore",
                            "events",
                            "--in",
                            backups,
                            "last",
                            "--into-existing",
                            "--execute",
                            "--confirm",
                            "events_only.event_store"));
            for (String name : new String[] {"by_hand", "ours", "events_only"}) {
                store.byHand("dropdb", name);
            }
        }
        Map<String, String> beside = new LinkedHashMap<>();
        for (String ours : new String[] {"`restore db`", "`restore events`", "`restore events --into-existing`"}) {
            beside.put(ours, HAND_RESTORE);
        }
        end("Restores", beside);
    }

    @Test
    void ofARecoveryAndOfVerifications() throws Exception {
        String bin = store.server().bin().toString();
        ours("backup", "base", "--to", backups);
        store.server().append(1000);
        store.server().archiveSegment();
        for (int round = 0; round < ROUNDS; round++) {
            Path into = dump.resolveSibling("recovered-" + round);
            timed(
                    "`restore pitr --to latest`",
                    () -> ours(
                            "restore",
                            "pitr",
                            "--in",
                            backups,
                            "--archive",
                            store.server().archive().toString(),
                            "--to",
                            "latest",
                            "--into",
                            into.toString(),
                            "--postgres-bin",
                            bin));
            timed(
                    "`restore accept`",
                    () -> ours("restore", "accept", "--into", into.toString(), "--postgres-bin", bin));
            ClusterServer.in(into, store.server().programs()).close();
            timed("`store verify`", () -> ours("store", "verify"));
        }
        end("Recovery and verification", Map.of());
    }

    private DatabaseTarget database(String name) {
        return store.target().database(name);
    }

    private void ours(String... arguments) throws Exception {
        store.ours(store.target(), arguments);
    }

    private void timed(String what, Times.Work work) throws Exception {
        store.settle();
        times.take(what, work);
    }

    private void end(String title, Map<String, String> beside) throws Exception {
        times.report(REPORT, title + ", " + MillionEvents.EVENTS + " events, PostgreSQL " + store.version(), beside);
        times.assertWithin(BOUND, beside);
    }
}
