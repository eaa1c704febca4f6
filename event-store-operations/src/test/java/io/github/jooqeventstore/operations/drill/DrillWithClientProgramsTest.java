package io.github.jooqeventstore.operations.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same where pg_dump, pg_basebackup and pg_receivewal are there for the server's version. */
@Tag("postgres-programs")
class DrillWithClientProgramsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private DrillReport drill(DrillTier tier) {
        List<Path> folders = new ArrayList<>(TestStore.programs().folders());
        folders.addAll(PostgresPrograms.of(null, System.getenv("PATH")).folders());
        DrillReport report = new Drill(
                        tier,
                        tier.targets(),
                        folder.resolve("drill"),
                        300,
                        60,
                        new PostgresPrograms(folders),
                        Progress.NONE)
                .run();
        System.out.println(tier.word() + ": " + DrillFigures.of(report));
        assertThat(report.passed()).isTrue();
        return report;
    }

    @Test
    void ofTheBasicTierRestoresADump() {
        DrillReport report = drill(DrillTier.BASIC);

        assertThat(report.method()).contains("pg_dump");
        assertThat(report.backup()).endsWith("-full");
        assertThat(report.lostEvents()).isPositive();
    }

    @Test
    void ofTheCriticalTierRecoversWhatTheReceiverHas() {
        DrillReport report = drill(DrillTier.CRITICAL);

        assertThat(report.method()).contains("pg_receivewal");
        assertThat(report.lostEvents()).isZero();
    }
}
