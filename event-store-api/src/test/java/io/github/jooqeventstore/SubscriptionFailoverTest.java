package io.github.jooqeventstore;

import static io.github.jooqeventstore.Subscribed.awaitSize;
import static io.github.jooqeventstore.Subscribed.awaitState;
import static io.github.jooqeventstore.Subscribed.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresServer;
import io.github.jooqeventstore.subscription.PartitionStatus.State;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A primary that dies, and an asynchronous standby that takes over. */
class SubscriptionFailoverTest {

    private final PostgresServer primary = Standby.primary();
    private final String url = primary.createDatabase("failover");
    private final AtomicReference<DataSource> current = new AtomicReference<>(
            TestDatabase.at(url, primary.user(), primary.password()).dataSource());
    private final List<RecordedEvent> seen = seen();
    private Standby standby;
    private Subscribed program;
    private Subscription subscription;

    @BeforeEach
    void handleAHundredEvents() throws Exception {
        SchemaMigrations.of(current.get()).migrate();
        standby = Standby.of(primary);
        program = Subscribed.to(whereverThePrimaryIs());
        program.append(100);
        start("events");
        awaitSize(seen, 100);
        awaitCheckpoint();
        subscription.close();
        standby.awaitReplay();
    }

    @AfterEach
    void close() throws Exception {
        program.close();
        standby.close();
        primary.close();
    }

    private void start(String how) {
        SubscriptionDefinition mail = SubscriptionDefinition.named("mail");
        subscription = how.equals("events")
                ? program.subscriptions().start(mail, seen::add)
                : program.subscriptions().startInTransactions(mail, (tx, events) -> seen.addAll(events));
    }

    private void awaitCheckpoint() throws Exception {
        Await.until("the checkpoint", () -> subscription.status().getFirst().lagInEvents() == 0);
    }

    /** What a name in a directory, or a virtual address, is in earnest. */
    private DataSource whereverThePrimaryIs() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.invoke(current.get(), arguments));
    }

    private void failOver() throws Exception {
        primary.close();
        standby.promote();
        current.set(TestDatabase.at(standby.url(url), primary.user(), primary.password())
                .dataSource());
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "batches"})
    void goesOnByItselfWhereNothingWasLost(String how) throws Exception {
        start(how);
        awaitState(subscription, State.LIVE);
        standby.awaitReplay();

        failOver();
        Await.until("an append there", this::appends);
        awaitSize(seen, 110);

        assertThat(seen).hasSize(110).doesNotHaveDuplicates();
        assertThat(subscription.status().getFirst().state()).isNotEqualTo(State.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "batches"})
    void stopsWherePositionsAreHandedOutAgain(String how) throws Exception {
        start(how);
        awaitState(subscription, State.LIVE);
        standby.cutOff();
        program.append(50);
        awaitSize(seen, 150);
        awaitCheckpoint();

        failOver();
        for (int i = 0; i < 20; i++) {
            Await.until("an append there", this::appends);
        }
        awaitState(subscription, State.STOPPED);
        assertThat(seen).hasSize(150);
        assertThat(subscription.status().getFirst().lastError())
                .contains("CheckpointLostException: subscription mail: ");

        program.subscriptions().rewindTo("mail", 100);
        awaitSize(seen, 350);
        assertThat(seen.subList(150, 350))
                .isEqualTo(program.store()
                        .query(EventQuery.where(EventFilter.everything()).from(101)));
    }

    /** The pool still has connections to the server that is gone. */
    private boolean appends() {
        try {
            program.append(10);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
