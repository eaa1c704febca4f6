package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.STORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.wal.Lsn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A recovery that has come to its target: it is looked at, moved on, accepted. */
@ExtendWith(RecoveryHistory.Shared.class)
class WaitingRecoveryTest {
    private final RecoveryHistory history;
    private final NewFolder folder;

    WaitingRecoveryTest(RecoveryHistory history) {
        this.history = history;
        folder = history.newFolder();
    }

    @AfterEach
    void stopWhatWasRestored() {
        folder.close();
    }

    @Test
    void canBeReadButNotWritten() {
        folder.restore(new RecoveryTarget.Named("before_deploy"));

        try (var database = OperationsDatabase.open(restored())) {
            assertThat(Positions.count(database)).isEqualTo(100);
            assertThatThrownBy(() -> TestStore.append(database.dsl(), 1)).hasStackTraceContaining("read-only");
        }
    }

    @Test
    void movesOnButNotBack() {
        folder.restore(new RecoveryTarget.Named("before_deploy"));
        var recovery = folder.recovery(history.server().target());

        assertThat(recovery.move(folder.into(), new RecoveryTarget.Position(history.hundredAndFirst()))
                        .headPosition())
                .isEqualTo(110);
        assertThat(recovery.move(folder.into(), new RecoveryTarget.Latest()).headPosition())
                .isEqualTo(history.head());
        assertThatThrownBy(() -> recovery.move(folder.into(), new RecoveryTarget.Named("before_deploy")))
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED));
    }

    @Test
    void waitsOnWhenACheckpointIsAheadOfIt() {
        folder.restore(new RecoveryTarget.Named("before_deploy"));
        var recovery = folder.recovery(history.server().target());

        assertThatThrownBy(() -> recovery.accept(folder.into(), false, false))
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("invoices at 100000");
        assertThat(recovery.move(folder.into(), new RecoveryTarget.Place(Lsn.of(history.place())))
                        .headPosition())
                .isEqualTo(110);
    }

    @Test
    void isAcceptedInANewEpochWithPositionsThatNobodyHasSeen() {
        folder.restore(new RecoveryTarget.Named("before_deploy"));
        var recovery = folder.recovery(history.server().target());

        PointInTime.Accepted result = recovery.accept(folder.into(), true, true);

        assertThat(result.headPosition()).isEqualTo(100);
        assertThat(result.store().epoch()).isEqualTo(2);
        assertThat(result.store().nextPosition()).isGreaterThan(history.head());
        try (var database = OperationsDatabase.open(restored())) {
            TestStore.append(database.dsl(), 1);
            assertThat(Positions.head(database)).isEqualTo(result.store().nextPosition() + 1);
            assertThat(database.dsl()
                            .select(STORE.EPOCH)
                            .from(STORE)
                            .fetchSingle()
                            .value1())
                    .isEqualTo(2);
        }
        assertThatThrownBy(() -> recovery.accept(folder.into(), true, false)).hasMessageContaining("accepted already");
    }

    @Test
    void isAcceptedAfterItsServerWasStopped() {
        folder.restore(new RecoveryTarget.Position(history.overtaker()));
        ClusterServer.in(folder.into(), history.server().programs()).close();

        PointInTime.Accepted result = folder.recovery(history.server().target()).accept(folder.into(), true, false);

        assertThat(result.headPosition()).isEqualTo(history.overtaker());
        assertThat(ClusterServer.in(folder.into(), history.server().programs()).isRunning())
                .isFalse();
        assertThat(folder.into().resolve("data/recovery.signal")).doesNotExist();
    }

    private DatabaseTarget restored() {
        return ClusterServer.in(folder.into(), history.server().programs())
                .target(history.server().target());
    }
}
