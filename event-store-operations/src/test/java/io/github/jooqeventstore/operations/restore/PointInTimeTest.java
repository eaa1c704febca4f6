package io.github.jooqeventstore.operations.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.wal.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A recovery to each kind of point, by the server's own three programs alone. */
@ExtendWith(RecoveryHistory.Shared.class)
class PointInTimeTest {
    private final RecoveryHistory history;
    private final NewFolder folder;

    PointInTimeTest(RecoveryHistory history) {
        this.history = history;
        folder = history.newFolder();
    }

    @AfterEach
    void stopWhatWasRestored() {
        folder.close();
    }

    @Nested
    class ToATarget {
        @Test
        void ofTheLogsPlace() {
            Recovered recovered = folder.restore(new RecoveryTarget.Place(Lsn.of(history.place())));

            assertThat(recovered.headPosition()).isEqualTo(110);
            assertThat(recovered.base()).isEqualTo(history.early().id());
            assertThat(recovered.comparedWith()).isEqualTo("the living server");
            assertThat(recovered.absent()).isEmpty();
        }

        @Test
        void ofATransaction() {
            assertThat(folder.restore(new RecoveryTarget.Transaction(history.transaction()))
                            .headPosition())
                    .isEqualTo(110);
        }

        @Test
        void ofAName() {
            assertThat(folder.restore(new RecoveryTarget.Named("before_deploy")).headPosition())
                    .isEqualTo(100);
        }

        @Test
        void ofATime() {
            Recovered recovered = folder.restore(new RecoveryTarget.Time(history.afterOvertaker()));

            assertThat(recovered.headPosition()).isEqualTo(history.overtaker());
            assertThat(recovered.lastCommit()).isBefore(history.afterOvertaker());
            assertThat(recovered.absent()).containsExactly(new Span(history.overtaken(), history.overtaken()));
        }

        @Test
        void ofAPositionWhoseTransactionOvertookAnother() {
            Recovered recovered = folder.restore(new RecoveryTarget.Position(history.overtaker()));

            assertThat(recovered.headPosition()).isEqualTo(history.overtaker());
            assertThat(recovered.absent()).containsExactly(new Span(history.overtaken(), history.overtaken()));
            assertThat(recovered.present()).isEmpty();
        }

        @Test
        void ofAPositionWhoseTransactionWasOvertaken() {
            Recovered recovered = folder.restore(new RecoveryTarget.Position(history.overtaken()));

            assertThat(recovered.absent()).isEmpty();
            assertThat(recovered.present()).containsExactly(new Span(history.overtaker(), history.overtaker()));
        }

        @Test
        void ofAPositionWhoseTransactionWasPreparedFirst() {
            Recovered recovered = folder.restore(new RecoveryTarget.Position(history.prepared()));

            assertThat(recovered.absent()).isEmpty();
            assertThat(recovered.present()).containsExactly(new Span(history.prepared() + 1, history.prepared() + 10));
        }

        @Test
        void ofAPositionBehindATransactionThatWasPreparedAndNotYetCommitted() {
            Recovered recovered = folder.restore(new RecoveryTarget.Position(history.prepared() + 1));

            assertThat(recovered.absent()).containsExactly(new Span(history.prepared(), history.prepared()));
        }

        @Test
        void ofAPositionWhenTheServerIsDead() {
            Recovered recovered = folder.restoreOf(
                    history.dead(),
                    new RecoveryTarget.Position(history.overtaker()),
                    List.of(history.server().archive()));

            assertThat(recovered.comparedWith()).isEqualTo("a recovery of the whole archive");
            assertThat(recovered.headPosition()).isEqualTo(history.overtaker());
            assertThat(recovered.absent()).containsExactly(new Span(history.overtaken(), history.overtaken()));
            assertThat(folder.into().resolveSibling("server.scratch")).doesNotExist();
        }

        @Test
        void ofTheArchivesEndFromTheNewestBaseBackup() {
            Recovered recovered = folder.restoreOf(
                    history.dead(),
                    new RecoveryTarget.Latest(),
                    List.of(history.server().archive()));

            assertThat(recovered.headPosition()).isEqualTo(history.head());
            assertThat(recovered.base()).isEqualTo(history.late().id());
            assertThat(recovered.comparedWith()).isNull();
        }
    }

    @Nested
    class IsRefused {
        @Test
        void beforeTheOldestBaseBackupEnded() {
            var before = new RecoveryTarget.Time(
                    history.early().manifest().finishedAt().minusSeconds(1));

            assertRefused(before).hasMessageContaining("expected a base backup that ended before it, found the oldest");
        }

        @Test
        void behindTheEndOfTheArchive() {
            assertRefused(new RecoveryTarget.Time(Instant.now().plusSeconds(60)))
                    .hasMessageContaining("to go that far, found it to end at");
        }

        @Test
        void forANameThatIsNowhere() {
            assertRefused(new RecoveryTarget.Named("no such name")).hasMessageContaining("found it nowhere");
        }

        @Test
        void forAPositionWithoutAnEvent() {
            assertRefused(new RecoveryTarget.Position(history.head() + 1000)).hasMessageContaining("expected an event");
        }

        @Test
        void intoAFolderWithFiles() throws IOException {
            Files.createDirectories(folder.into());
            Files.writeString(folder.into().resolve("notes"), "mine");

            assertRefused(new RecoveryTarget.Named("before_deploy")).hasMessageContaining("found files");
            assertThat(folder.into().resolve("notes")).exists();
        }

        private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
                RecoveryTarget target) {
            var thrown = assertThatThrownBy(() -> folder.restore(target))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED));
            assertThat(folder.into().resolve("data")).doesNotExist();
            return thrown;
        }
    }
}
