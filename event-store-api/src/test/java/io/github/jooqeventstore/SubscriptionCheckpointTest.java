package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Subscribed.awaitSize;
import static io.github.jooqeventstore.Subscribed.awaitState;
import static io.github.jooqeventstore.Subscribed.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.subscription.Checkpoint;
import io.github.jooqeventstore.subscription.PartitionStatus.State;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint that the store does not bear out: nothing is skipped in silence. */
class SubscriptionCheckpointTest {

    private final TestDatabase database = TestDatabase.migrated();
    private final Subscribed program = Subscribed.to(database);
    private final EventStore store = program.store();
    private final Subscriptions subscriptions = program.subscriptions();
    private final SubscriptionDefinition mail = SubscriptionDefinition.named("mail");
    private final List<RecordedEvent> seen = seen();

    @BeforeEach
    void handleTen() throws Exception {
        program.append(10);
        Subscription subscription = subscriptions.start(mail, seen::add);
        awaitSize(seen, 10);
        Await.until("the checkpoint", () -> subscription.status().getFirst().lagInEvents() == 0);
        subscription.close();
    }

    @AfterEach
    void close() {
        program.close();
    }

    /** What a restore or a failover does to a store, by hand: plain SQL against guards that nobody else goes round. */
    private void change(String sql) {
        database.dsl().execute("alter table event_store.events disable trigger all");
        database.dsl().execute(sql);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            update event_store.events set event_id = '00000000-0000-7000-8000-000000000000' where position = 10 | event .{36} at position 10, found event 00000000-0000-7000-8000-000000000000
            delete from event_store.events where position > 7 | events up to position 10, found the last one at position 7
            delete from event_store.events | events up to position 10, found none
            update event_store.store set epoch = 2 | epoch 1 of the store, found epoch 2
            """)
    void stopsItUntilItIsToldWhereToGoOn(String change, String finding) throws Exception {
        change(change);
        Subscription subscription = subscriptions.start(mail, seen::add);
        awaitState(subscription, State.STOPPED);
        assertThat(subscription.status().getFirst().lastError())
                .matches(".*CheckpointLostException: subscription mail: expected " + finding);
        store.append(StreamId.of("later"), any(), note(1));
        assertThat(seen).hasSize(10);

        subscriptions.rewindTo("mail", 0);
        awaitSize(seen, 10 + database.dsl().fetchCount(io.github.jooqeventstore.schema.Tables.EVENTS));

        assertThat(subscription.status().getFirst().lastError()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "batches"})
    void isNoticedWhileItRuns(String how) throws Exception {
        Subscription subscription = how.equals("events")
                ? subscriptions.start(mail, seen::add)
                : subscriptions.startInTransactions(mail, (tx, events) -> seen.addAll(events));
        awaitState(subscription, State.LIVE);

        change("update event_store.events set event_id = gen_random_uuid() where position = 10");
        store.append(StreamId.of("later"), any(), note(1));
        awaitState(subscription, State.STOPPED);

        assertThat(seen).hasSize(10);
        assertThat(subscription.status().getFirst().position()).isEqualTo(10);
    }

    @Nested
    class AsText {

        @Test
        void isWhereItWentOn() throws Exception {
            String text = subscriptions.status("mail").getFirst().checkpoint().toString();
            program.append(5);
            Subscription subscription = subscriptions.start(mail, seen::add);
            awaitSize(seen, 15);

            subscriptions.resumeAt("mail", Checkpoint.parse(text));
            awaitSize(seen, 20);

            assertThat(seen.subList(15, 20)).isEqualTo(seen.subList(10, 15));
            assertThat(subscription.status()).hasSize(1);
        }

        @Test
        void isRefusedWhereItDoesNotStand() {
            Checkpoint checkpoint = subscriptions.status("mail").getFirst().checkpoint();
            change("delete from event_store.events where position = 10");

            assertThatThrownBy(() -> subscriptions.resumeAt("mail", checkpoint))
                    .isInstanceOfSatisfying(CheckpointLostException.class, lost -> {
                        assertThat(lost.subject()).isEqualTo("subscription mail");
                        assertThat(lost.position()).isEqualTo(10);
                    });
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "1", "1-1", "1-1-x", "-1-1-none", "1-1-------------------------------------"})
        void isRefusedWhereItIsNone(String text) {
            assertThatThrownBy(() -> Checkpoint.parse(text))
                    .hasMessage("checkpoint: must be a text that a checkpoint was printed as");
        }

        @Test
        void isTheSame() {
            Checkpoint checkpoint = subscriptions.status("mail").getFirst().checkpoint();

            assertThat(Checkpoint.parse(checkpoint.toString()))
                    .isEqualTo(checkpoint)
                    .hasSameHashCodeAs(checkpoint);
        }
    }

    @Test
    void isRewoundToAPosition() throws Exception {
        subscriptions.start(mail, seen::add);

        subscriptions.rewindTo("mail", 6);
        awaitSize(seen, 14);

        assertThat(seen.subList(10, 14)).extracting(RecordedEvent::position).containsExactly(7L, 8L, 9L, 10L);
    }

    @Test
    void isRewoundNowhereThatIsNot() {
        assertThatThrownBy(() -> subscriptions.rewindTo("mail", 11)).isInstanceOf(CheckpointLostException.class);
        assertThatThrownBy(() -> subscriptions.rewindTo("other", 1))
                .hasMessage("subscription other: must have been started once, found no such partition");
    }
}
