package io.github.jooqeventstore;

import io.github.jooqeventstore.subscription.BatchHandler;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.postgresql.ds.PGSimpleDataSource;

/** A program of its own that subscribes and writes down what it handles, to be stopped, frozen or killed. */
final class SubscriberProgram {

    static final Table<?> HANDLED = DSL.table(DSL.name("handled"));
    static final Duration LEASE = Subscribed.LEASE;

    private SubscriberProgram() {}

    static SubscriptionDefinition definition() {
        return SubscriptionDefinition.named("copy").batchSize(20).partitions(2).handlerTimeout(Duration.ofSeconds(5));
    }

    static void createTable(DSLContext dsl) {
        dsl.createTable(HANDLED)
                .column("member", SQLDataType.CLOB)
                .column("position", SQLDataType.BIGINT)
                .execute();
    }

    static void handle(DSLContext dsl, String member, RecordedEvent event) {
        dsl.insertInto(HANDLED, DSL.field("member", SQLDataType.CLOB), DSL.field("position", SQLDataType.BIGINT))
                .values(member, event.position())
                .execute();
        // So that it is never done before it is stopped.
        LockSupport.parkNanos(1_000_000);
    }

    static BatchHandler inTransaction(String member) {
        return (tx, events) -> events.forEach(event -> handle(tx, member, event));
    }

    static Process start(TestDatabase database, String how) throws IOException {
        ProcessBuilder program = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-Dorg.jooq.no-logo=true",
                        "-Dorg.jooq.no-tips=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SubscriberProgram.class.getName(),
                        how)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        program.environment().putAll(database.environment());
        return program.start();
    }

    /** Takes {@code events} or {@code batches}; runs until its input ends. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(environment.get("TEST_DATABASE_URL"));
        source.setUser(environment.get("TEST_DATABASE_USER"));
        source.setPassword(environment.get("TEST_DATABASE_PASSWORD"));
        DSLContext dsl = DSL.using(source, SQLDialect.POSTGRES);
        try (Subscriptions subscriptions = Subscriptions.builder(EventStore.using(dsl))
                .lease(LEASE)
                .member("other")
                .build()) {
            if (arguments[0].equals("events")) {
                subscriptions.start(definition(), event -> handle(dsl, "other", event));
            } else {
                subscriptions.startInTransactions(definition(), inTransaction("other"));
            }
            while (System.in.read() >= 0) {
                // Goes on.
            }
        }
    }
}
