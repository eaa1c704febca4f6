package io.github.jooqeventstore;

import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.postgresql.ds.PGSimpleDataSource;

/** A program of its own that projects, to be killed. */
final class ProjectionProgram {

    private ProjectionProgram() {}

    static Process start(TestDatabase database, String how, int version) throws IOException {
        ProcessBuilder program = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-Dorg.jooq.no-logo=true",
                        "-Dorg.jooq.no-tips=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProjectionProgram.class.getName(),
                        how,
                        Integer.toString(version))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        program.environment().putAll(database.environment());
        return program.start();
    }

    /** Small batches, and slow ones: it is always in the middle of one. */
    static Projection projection(int version) {
        Projection totals = Totals.projection("totals");
        return new Projection(totals.definition().batchSize(10), version, totals.tables(), batch -> {
            Totals.count(batch);
            LockSupport.parkNanos(2_000_000);
        });
    }

    /** Takes {@code run} or {@code rebuild}, and the version; runs until its input ends. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(environment.get("TEST_DATABASE_URL"));
        source.setUser(environment.get("TEST_DATABASE_USER"));
        source.setPassword(environment.get("TEST_DATABASE_PASSWORD"));
        DSLContext dsl = DSL.using(source, SQLDialect.POSTGRES);
        EventStore store = EventStore.using(dsl);
        Projection projection = projection(Integer.parseInt(arguments[1]));
        try (Subscriptions subscriptions = Subscriptions.builder(store)
                        .lease(Duration.ofMillis(500))
                        .build();
                Projections projections = Projections.of(store, subscriptions)) {
            if (arguments[0].equals("run")) {
                projections.start(projection);
            } else {
                projections.rebuild(projection);
            }
            while (System.in.read() >= 0) {
                // Goes on.
            }
        }
    }
}
