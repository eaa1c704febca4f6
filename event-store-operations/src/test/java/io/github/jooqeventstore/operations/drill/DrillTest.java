package io.github.jooqeventstore.operations.drill;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupVerification;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.EventsBackup;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is lost and comes back, by the three programs of a server alone. */
class DrillTest {
    private static final PostgresPrograms PROGRAMS = TestStore.programs();
    private static final int ACKNOWLEDGED = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private Path directory() {
        return folder.resolve("drill");
    }

    private DrillReport drill(DrillTier tier, DrillTargets targets) throws IOException {
        DrillReport report = new Drill(tier, targets, directory(), 300, ACKNOWLEDGED, PROGRAMS, Progress.NONE).run();
        System.out.println(tier.word() + ": " + DrillFigures.of(report));
        try (Stream<Path> left = Files.list(directory())) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(DrillFiles.PAGE, DrillFiles.DATA);
        }
        assertThat(report.broken()).isEmpty();
        assertThat(report.acknowledged()).isGreaterThanOrEqualTo(ACKNOWLEDGED);
        assertThat(report.steps().getLast().name()).isEqualTo("application ready: health check and first append");
        double away = report.steps().stream()
                .filter(DrillStep::outage)
                .mapToDouble(DrillStep::seconds)
                .sum();
        assertThat(report.recoverySeconds()).isBetween(away, away + 1);
        return report;
    }

    @Test
    void ofTheBasicTierLosesWhatWasWrittenSinceTheBackup() throws IOException {
        DrillReport report = drill(DrillTier.BASIC, new DrillTargets(Duration.ofMillis(1), Duration.ofHours(25)));

        assertThat(report.lostEvents()).isPositive().isLessThan(Objects.requireNonNull(report.acknowledged()));
        assertThat(report.lostSeconds()).isPositive();
        // A day, and the time that the backup took: one a day cannot promise less.
        assertThat(report.worstCaseSeconds()).isGreaterThan(86_400).isLessThan(86_460);
        assertThat(report.missed())
                .singleElement()
                .satisfies(missed -> assertThat(missed).startsWith("recovery time: expected 0.001 seconds at most"));
        assertThat(report.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void ofTheStandardTierLosesTheSegmentThatWasBeingWritten() throws IOException {
        DrillReport report = drill(DrillTier.STANDARD, DrillTier.STANDARD.targets());

        assertThat(report.recovered()).isPositive();
        assertThat(report.lostEvents()).isPositive();
        assertThat(report.worstCaseSeconds()).isBetween(60.0, 90.0);
        assertThat(report.missed()).isEmpty();
        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void ofTheCriticalTierLosesNoAcknowledgedEvent() throws IOException {
        DrillReport report = drill(DrillTier.CRITICAL, DrillTier.CRITICAL.targets());

        assertThat(report.method()).contains("a synchronous standby");
        assertThat(report.recovered()).isEqualTo(report.acknowledged());
        assertThat(report.lostEvents()).isZero();
        assertThat(report.lostSeconds()).isZero();
        assertThat(report.worstCaseSeconds()).isZero();
        assertThat(report.passed()).isTrue();
        String page = Files.readString(directory().resolve(DrillFiles.PAGE));
        assertThat(page)
                .contains("Disaster drill, tier critical: passed")
                .contains(report.acknowledged() + " of " + report.acknowledged()
                        + " acknowledged events are there, 0 lost")
                .doesNotContain("number\"")
                .doesNotContainPattern("[0-9a-f]{32}");
    }

    @Test
    void ofABackupOfSomebodyElseBringsBackTheNewestThatIsVerified() {
        TestStore store = TestStore.create();
        store.append(30);
        Catalog catalog = Catalog.openOrCreate(folder.resolve("backups"));
        Backup verified = take(store, catalog);
        BackupVerification.shallow(catalog, verified, 0, Progress.NONE);
        store.append(10);
        take(store, catalog);

        DrillReport report = ofBackup(catalog, DrillTier.BASIC).run();

        assertThat(report.backup()).isEqualTo(verified.id());
        assertThat(report.events()).isEqualTo(30);
        assertThat(report.acknowledged()).isNull();
        assertThat(report.lostSeconds()).isPositive();
        assertThat(report.passed()).isTrue();
        assertThat(directory().resolve(DrillFiles.DATA)).content().contains("\"passed\" : true");
    }

    @Test
    void ofABaseBackupReplaysTheArchiveAndLeavesTheLivingServerAlone() {
        try (ArchivingServer living = ArchivingServer.start(folder)) {
            living.append(30);
            Catalog catalog = Catalog.openOrCreate(folder.resolve("backups"));
            BackupVerification.shallow(
                    catalog,
                    BaseBackup.take(living.target(), catalog, PROGRAMS, BaseBackup.Method.SQL, Progress.NONE),
                    0,
                    Progress.NONE);
            living.append(20);
            living.archiveSegment();
            living.append(5);

            DrillReport report = ofBackup(catalog, DrillTier.STANDARD, List.of(living.archive()), living.target())
                    .run();

            assertThat(report.events()).isEqualTo(50);
            assertThat(report.passed()).isTrue();
            assertThat(report.lostSeconds()).isPositive();
            assertThat(living.dsl().fetchCount(EVENTS)).isEqualTo(55);
            assertThat(living.dsl().fetchValue("select epoch from event_store.store"))
                    .isEqualTo(1L);
            assertThatThrownBy(() -> ofBackup(catalog, DrillTier.CRITICAL, List.of(), living.target())
                            .run())
                    .hasMessageContaining("tier critical: expected --archive");
        }
    }

    @Test
    void ofABackupIsRefusedWhereNoneOfTheKindIsVerified() {
        TestStore store = TestStore.create();
        store.append(10);
        Catalog catalog = Catalog.openOrCreate(folder.resolve("backups"));
        BackupVerification.shallow(catalog, take(store, catalog), 0, Progress.NONE);

        assertThatThrownBy(() -> ofBackup(catalog, DrillTier.STANDARD, List.of(folder), store.target())
                        .run())
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("expected a verified backup of kind [BASE], found none");
        assertThat(directory()).doesNotExist();
    }

    @Test
    void isRefusedInAFolderWithFiles() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("notes"), "mine");

        assertThatThrownBy(() -> new Drill(
                                DrillTier.BASIC, DrillTier.BASIC.targets(), directory(), 1, 1, PROGRAMS, Progress.NONE)
                        .run())
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED));
        assertThat(directory().resolve("notes")).hasContent("mine");
    }

    private static Backup take(TestStore store, Catalog catalog) {
        return EventsBackup.take(store.target(), catalog, EventsBackup.Options.defaults(), Progress.NONE)
                .backup();
    }

    private BackupDrill ofBackup(Catalog catalog, DrillTier tier) {
        return ofBackup(catalog, tier, List.of(), null);
    }

    private BackupDrill ofBackup(Catalog catalog, DrillTier tier, List<Path> archives, @Nullable DatabaseTarget login) {
        return new BackupDrill(tier, tier.targets(), directory(), catalog, archives, login, PROGRAMS, Progress.NONE);
    }
}
