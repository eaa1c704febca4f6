package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.cli.Cli;
import io.github.jooqeventstore.operations.process.ClusterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An archive in which history has forked: behind the 30th event a recovery was accepted and went on with ten others, and the
 * server that it was taken from went on, too.
 */
class TimelinesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all
    private static ArchivingServer first;

    @SuppressWarnings("NullAway.Init") // set before all
    private static ClusterServer second;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Catalog catalog;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Backup base;

    @SuppressWarnings("NullAway.Init") // set before all
    private static String fork;

    private static long head;

    private final Path into = folder.resolve("restored");

    @BeforeAll
    static void forkHistory() {
        first = ArchivingServer.start(folder);
        catalog = Catalog.openOrCreate(folder.resolve("backups"));
        first.append(20);
        base = takeBase();
        first.append(10);
        first.dsl().execute("select pg_create_restore_point('fork')");
        first.archiveSegment();

        Path accepted = folder.resolve("accepted");
        recovery(first.target())
                .restore(
                        RecoverySource.of(catalog, List.of(first.archive())),
                        new RecoveryTarget.Named("fork"),
                        accepted);
        recovery(first.target()).accept(accepted, true, false);
        first.append(10);
        first.dsl().execute("select pg_create_restore_point('left')");
        first.archiveSegment();

        second = ClusterServer.in(accepted, first.programs());
        second.start(ArchivingServer.archiving(folder));
        Await.until("the accepted server answers", () -> answers(second.target(first.target())));
        TestStore.append(onSecond(), 10);
        fork = first.archiveSegment(onSecond());
        head = RecoveryHistory.head(onSecond());
        first.archiveSegment(onSecond());
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @AfterEach
    void stopWhatWasRestored() throws IOException {
        if (Files.exists(into.resolve("data"))) {
            ClusterServer.in(into, first.programs()).close();
        }
        io.github.jooqeventstore.operations.files.FileTree.delete(into);
    }

    @Test
    void theNewestOneIsFollowedAndAcceptedIntoTheNextOne() {
        Cli restored = pitr(RecoveryHistory.dead(first.target()), "latest", "--base", base.id());

        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("on timeline 2").contains("head          position " + head + ", 40 events");

        Cli accepted = Cli.on(
                first.target(),
                "restore",
                "accept",
                "--into",
                into.toString(),
                "--rewind-checkpoints",
                "--keep-running",
                "--postgres-bin",
                first.bin().toString());

        assertThat(accepted.code()).as(accepted.err()).isZero();
        assertThat(accepted.out()).contains("epoch         3").contains(", running");
        ClusterServer third = ClusterServer.in(into, first.programs());
        assertThat(third.isRunning()).isTrue();
        TestStore.append(on(third.target(first.target())), 10);
        assertThat(on(third.target(first.target())).fetchCount(EVENTS)).isEqualTo(50);
        assertThat(into.resolve("data/pg_wal/archive_status/00000003.history.ready"))
                .exists();
    }

    @Test
    void theOneThatWasLeftIsFollowedWhenItIsNamed() {
        Cli restored = pitr(second.target(first.target()), "name=fork", "--timeline", "1");
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("on timeline 1").contains("position 30, 30 events");

        Cli moved = Cli.on(
                second.target(first.target()),
                "restore",
                "move",
                "--into",
                into.toString(),
                "--to",
                "name=left",
                "--postgres-bin",
                first.bin().toString());

        assertThat(moved.code()).as(moved.err()).isZero();
        assertThat(moved.out()).contains("on timeline 1").contains("position 40, 40 events");
    }

    @Test
    void whatHappenedOnAnotherOneIsRefused() {
        Cli restored = pitr(RecoveryHistory.dead(first.target()), "name=left");

        assertThat(restored.code()).isEqualTo(5);
        assertThat(restored.err()).contains("found it nowhere on timeline 2");
        assertThat(into).doesNotExist();
    }

    @Test
    void aServerThatIsOnAnotherOneIsNotAskedForAPosition() {
        Recovered recovered = recovery(first.target())
                .restore(RecoverySource.of(catalog, List.of(first.archive())), new RecoveryTarget.Position(head), into);

        assertThat(recovered.comparedWith()).isEqualTo("a recovery of the whole archive");
        assertThat(recovered.timeline()).isEqualTo(2);
        assertThat(recovered.headPosition()).isEqualTo(head);
    }

    @Test
    void aServerThatIsOnItIs() {
        Recovered recovered = recovery(second.target(first.target()))
                .restore(RecoverySource.of(catalog, List.of(first.archive())), new RecoveryTarget.Position(head), into);

        assertThat(recovered.comparedWith()).isEqualTo("the living server");
        assertThat(recovered.headPosition()).isEqualTo(head);
    }

    @Test
    void theSegmentInWhichTheyPartIsNeverTakenFromTheOther() throws IOException {
        Path archive = Files.createTempDirectory(folder, "archive-");
        for (Path file : files(first.archive())) {
            if (!file.getFileName().toString().equals(fork)) {
                Files.copy(file, archive.resolve(file.getFileName()));
            }
        }

        assertThatThrownBy(() -> recovery(RecoveryHistory.dead(first.target()))
                        .restore(RecoverySource.of(catalog, List.of(archive)), new RecoveryTarget.Latest(), into))
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTEGRITY))
                .hasMessageContaining("segment " + fork)
                .hasMessageContaining("missing");
    }

    private static Backup takeBase() {
        Cli taken = Cli.on(
                first.target(),
                "backup",
                "base",
                "--to",
                catalog.folder().toString(),
                "--method",
                "sql",
                "--postgres-bin",
                first.bin().toString());
        assertThat(taken.code()).as(taken.err()).isZero();
        assertThat(taken.out()).contains("copied by statements and a copy");
        return catalog.backups().getFirst();
    }

    private Cli pitr(DatabaseTarget origin, String to, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "restore",
                "pitr",
                "--in",
                catalog.folder().toString(),
                "--archive",
                first.archive().toString(),
                "--into",
                into.toString(),
                "--postgres-bin",
                first.bin().toString(),
                "--to",
                to));
        arguments.addAll(List.of(more));
        return Cli.on(origin, arguments.toArray(String[]::new));
    }

    private static PointInTime recovery(DatabaseTarget origin) {
        return new PointInTime(origin, first.programs(), Progress.NONE);
    }

    private static List<Path> files(Path archive) throws IOException {
        try (var files = Files.list(archive)) {
            return files.toList();
        }
    }

    private static DSLContext onSecond() {
        return on(second.target(first.target()));
    }

    private static DSLContext on(DatabaseTarget target) {
        return DSL.using(target.dataSource(), SQLDialect.POSTGRES);
    }

    private static boolean answers(DatabaseTarget target) {
        try (var connection = target.dataSource().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }
}
