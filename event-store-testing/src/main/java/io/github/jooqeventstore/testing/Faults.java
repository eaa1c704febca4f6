package io.github.jooqeventstore.testing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jooq.exception.DataAccessException;

/** All that goes wrong in a run, each kind at its own pace. */
final class Faults {

    /** One kind, first after so long and then about as often. */
    private record Kind(String name, Duration first, Duration between, Fault fault) {}

    private static final String LABEL = "faults ";
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final Tally tally;
    private final List<Kind> kinds = new ArrayList<>();

    Faults(Target target, Connections connections, ChildProcess writers, ChildProcess readers, Tally tally) {
        this.tally = tally;
        ServerFaults server = new ServerFaults(target);
        add("session terminated", 500, 700, server::terminateSession);
        add("connection cut", 800, 900, (random, going) -> connections.cutOne(random));
        add("writer process killed", 3_000, 3_000, (random, going) -> kill("writer process", writers));
        add("reader process killed", 4_000, 10_000, (random, going) -> kill("reader process", readers));
        add("vacuum", 1_000, 1_000, server::vacuum);
        add("index built concurrently", 500, 1_000, server::buildIndex);
        add("long transaction elsewhere", 1_000, 3_000, server::longTransaction);
        if (target instanceof OwnServer own) {
            add("server process of a session killed", 5_000, 9_000, (random, going) -> own.crashBackend());
            add("server killed", 8_000, 16_000, (random, going) -> {
                own.killServer();
                writers.restart();
                readers.restart();
            });
        }
    }

    private void add(String name, int firstMillis, int betweenMillis, Fault fault) {
        kinds.add(new Kind(name, Duration.ofMillis(firstMillis), Duration.ofMillis(betweenMillis), fault));
        tally.expect(LABEL + name);
    }

    void start(Crew crew, SplittableRandom seeds) {
        for (Kind kind : kinds) {
            RandomGenerator random = seeds.split();
            crew.start(going -> run(kind, random, going));
        }
    }

    private void run(Kind kind, RandomGenerator random, BooleanSupplier going) throws Exception {
        Pauses.passing(kind.first, going);
        while (going.getAsBoolean()) {
            try {
                kind.fault.happen(random, going);
                tally.add(LABEL + kind.name);
            } catch (SQLException | DataAccessException e) {
                // Another fault was faster.
                tally.add(Failures.label("fault", e));
                Pauses.passing(AFTER_FAILURE, going);
            }
            long millis = kind.between.toMillis();
            Pauses.passing(Duration.ofMillis(millis / 2 + random.nextLong(millis)), going);
        }
    }

    private void kill(String name, ChildProcess child) {
        if (child.hasEnded()) {
            tally.add(name + " that ended by itself");
        }
        child.restart();
    }
}
