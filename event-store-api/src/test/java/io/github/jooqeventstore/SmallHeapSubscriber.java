package io.github.jooqeventstore;

import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.postgresql.ds.PGSimpleDataSource;

/** A program of its own whose handler is slower than its database, started by {@link LoadTest} with a small heap. */
final class SmallHeapSubscriber {

    private SmallHeapSubscriber() {}

    /** Takes how many events there are; prints how many it has seen. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(environment.get("TEST_DATABASE_URL"));
        source.setUser(environment.get("TEST_DATABASE_USER"));
        source.setPassword(environment.get("TEST_DATABASE_PASSWORD"));
        CountDownLatch left = new CountDownLatch(Integer.parseInt(arguments[0]));
        long[] last = {0};
        try (Subscriptions subscriptions = Subscriptions.of(EventStore.using(DSL.using(source, SQLDialect.POSTGRES)))) {
            subscriptions.start(SubscriptionDefinition.named("all"), event -> {
                if (event.position() <= last[0]) {
                    throw new IllegalStateException("expected a position behind " + last[0] + ", found " + event);
                }
                last[0] = event.position();
                if (left.getCount() % 1_000 == 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                }
                left.countDown();
            });
            if (left.await(5, TimeUnit.MINUTES)) {
                System.out.println("seen " + arguments[0]);
            }
        }
    }
}
