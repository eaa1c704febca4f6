package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.Patience;
import io.github.jooqeventstore.operations.wal.ArchiveScript;
import io.github.jooqeventstore.operations.wal.Lsn;
import io.github.jooqeventstore.operations.wal.StopPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server that replays the log up to a record and waits there. What {@code pg_ctl} says proves nothing: it may go on too far,
 * or die, after it was started well.
 *
 * @param server on the copy of the base backup
 * @param origin database, user and password as the restored data know them
 * @param stop the last record to replay
 * @param progress hears how far it has come
 */
record Recovery(ClusterServer server, DatabaseTarget origin, StopPoint stop, Progress progress) {
    private static final Duration WITHOUT_END = Duration.ofDays(30);
    private static final Duration PROMOTION = Duration.ofMinutes(10);
    private static final int MEBIBYTE = 20;

    /** How far a server has come. */
    private record State(
            boolean inRecovery, String pause, @Nullable String replayed) {}

    /** {@return the settings that lead to the record, each other target unset} */
    static Map<String, String> settings(StopPoint stop, Path script, List<Path> archives) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "restore_command",
                ArchiveScript.quoted(script) + " %f %p "
                        + archives.stream().map(ArchiveScript::quoted).collect(Collectors.joining(" ")));
        for (String other : List.of("", "_time", "_name", "_xid")) {
            settings.put("recovery_target" + other, "");
        }
        settings.put("recovery_target_lsn", stop.record().toString());
        settings.put("recovery_target_inclusive", "on");
        settings.put("recovery_target_timeline", Integer.toString(stop.timeline()));
        settings.put("recovery_target_action", "pause");
        return settings;
    }

    /**
     * Waits until the server has replayed the record and pauses.
     *
     * @throws OperationsException with {@link ExitCode#INTEGRITY} when it dies, stops elsewhere or takes itself for a primary
     */
    void awaitPause() {
        State[] last = {new State(true, "", null)};
        boolean paused = Patience.of(WITHOUT_END).until(() -> {
            if (!server.isRunning()) {
                throw server.failure("to replay the log up to " + stop.end(), null);
            }
            @Nullable State state = state();
            if (state != null) {
                last[0] = state;
                tell(state);
            }
            return !last[0].inRecovery || last[0].pause.equals("paused");
        });
        String reached = last[0].replayed;
        if (!paused || !last[0].inRecovery) {
            throw integrity("to pause in recovery, found it to have ended recovery; throw its folder away");
        }
        if (reached == null || !Lsn.of(reached).equals(stop.end())) {
            throw integrity("to replay the log up to " + stop.end() + ", found it to have stopped at " + reached);
        }
    }

    /** Waits until a server answers that was made a primary before. */
    void awaitPrimary() {
        boolean there = Patience.of(PROMOTION).until(() -> {
            if (!server.isRunning()) {
                throw server.failure("to start", null);
            }
            @Nullable State state = state();
            return state != null && !state.inRecovery;
        });
        if (!there) {
            throw integrity("to be a primary, found it recovering");
        }
    }

    /** Makes it a primary, and its log that of the new timeline for good. */
    void promote() {
        try (var database = OperationsDatabase.open(server.target(origin))) {
            database.dsl().fetch("select pg_promote(false)");
            boolean promoted = Patience.of(PROMOTION).until(() -> {
                if (!server.isRunning()) {
                    throw server.failure("to end recovery", null);
                }
                return !database.dsl()
                        .fetchSingle("select pg_is_in_recovery() as recovering")
                        .get("recovering", Boolean.class);
            });
            if (!promoted) {
                throw new OperationsException(
                        ExitCode.LOCKED,
                        "server on " + server.data() + ": expected it to end recovery within " + PROMOTION.toMinutes()
                                + " minutes, found it still recovering");
            }
            // Until then, an old primary's tools would take the two for the same timeline.
            database.dsl().execute("checkpoint");
        }
    }

    private @Nullable State state() {
        try (var database = OperationsDatabase.open(server.target(origin))) {
            var row = database.dsl()
                    .fetchSingle("select pg_is_in_recovery() as recovering,"
                            + " case when pg_is_in_recovery() then pg_get_wal_replay_pause_state() end as pause,"
                            + " pg_last_wal_replay_lsn()::text as replayed");
            String pause = row.get("pause", String.class);
            return new State(
                    row.get("recovering", Boolean.class),
                    pause == null ? "" : pause,
                    row.get("replayed", String.class));
        } catch (OperationsException e) {
            // It is starting, or catching up to where it is consistent.
            if (e.exitCode() == ExitCode.CANNOT_CONNECT) {
                return null;
            }
            throw e;
        } catch (org.jooq.exception.DataAccessException e) {
            return null;
        }
    }

    private void tell(State state) {
        if (state.replayed != null) {
            progress.at(
                    "replay the log (MiB)",
                    Lsn.of(state.replayed).value() >> MEBIBYTE,
                    stop.end().value() >> MEBIBYTE);
        }
    }

    private OperationsException integrity(String rest) {
        return new OperationsException(ExitCode.INTEGRITY, "server on " + server.data() + ": expected it " + rest);
    }
}
