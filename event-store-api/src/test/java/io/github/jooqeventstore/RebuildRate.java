package io.github.jooqeventstore;

import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.projection.Rebuild;
import java.time.Duration;
import org.jooq.DSLContext;

/**
 * How many events a second does a rebuild into a counting table do? A program to be run by hand, on the test class path:
 * {@code RebuildRate 1000000 1 2 4}, the number of events and then of partitions, once each.
 */
final class RebuildRate {

    private RebuildRate() {}

    public static void main(String[] arguments) throws Exception {
        int events = Integer.parseInt(arguments[0]);
        TestDatabase database = TestDatabase.migrated();
        DSLContext dsl = database.dslOnOneConnection();
        Totals.create(dsl, "public");
        try (Subscribed program = Subscribed.to(database)) {
            Projections projections = Projections.of(program.store(), program.subscriptions());
            projections.start(Totals.projection("totals")).close();
            ManyEvents.fill(dsl, events / 100, 100);
            ManyEvents.analyze(dsl);
            for (int run = 1; run < arguments.length; run++) {
                int partitions = Integer.parseInt(arguments[run]);
                measure(
                        projections,
                        Totals.projection("totals").partitions(partitions).version(run + 1),
                        events);
            }
        }
        System.exit(0);
    }

    private static void measure(Projections projections, Projection projection, int events) throws Exception {
        long begun = System.nanoTime();
        Rebuild rebuild = projections.rebuild(projection);
        if (!rebuild.awaitCaughtUp(Duration.ofMinutes(10))) {
            throw new IllegalStateException("expected to catch up, found " + rebuild.progress());
        }
        Await.until("all done", () -> rebuild.progress().eventsDone() == events);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "rebuild in %d partitions: %,d events in %.1f s: %,.0f events/s%n",
                projection.definition().partitions(), events, seconds, events / seconds);
        rebuild.cancel();
    }
}
