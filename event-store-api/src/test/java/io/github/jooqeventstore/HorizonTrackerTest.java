package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules by which the order becomes final, each of them found by losing an event without it. */
class HorizonTrackerTest {

    private final HorizonTracker tracker = new HorizonTracker();

    @Test
    void aHeadIsFinalAtOnceWhereNobodyAppends() {
        tracker.observe(7, Set.of());

        assertThat(tracker.finalPosition()).isEqualTo(7);
    }

    @Test
    void aHeadWaitsForThoseWhoWereThereWhenItWasRead() {
        tracker.observe(7, Set.of("3/14", "4/2"));
        tracker.observe(9, Set.of("3/14", "5/1"));
        assertThat(tracker.finalPosition()).isZero();
        assertThat(tracker.awaited()).containsExactly("3/14");

        tracker.observe(12, Set.of("5/1"));
        assertThat(tracker.finalPosition()).isEqualTo(7);
        tracker.observe(15, Set.of("6/1"));
        assertThat(tracker.finalPosition()).isEqualTo(12);
    }

    @Test
    void whoIsEndingIsStillThere() {
        tracker.observe(7, Set.of("3/14"));
        tracker.observe(7, Set.of("3/0"));
        assertThat(tracker.finalPosition()).isZero();

        tracker.observe(7, Set.of("3/15"));
        assertThat(tracker.finalPosition()).isEqualTo(7);
    }

    @Test
    void whoIsBeingPreparedComesBackUnderItsOwnId() {
        tracker.observe(7, Set.of("3/14"));
        tracker.observe(7, Set.of("3/0"));
        tracker.observe(7, Set.of("3/14"));
        assertThat(tracker.finalPosition()).isZero();
    }

    @Test
    void whoWasFirstSeenWhileBeingPreparedIsAwaitedUnderTheIdThatItComesBackWith() {
        tracker.observe(7, Set.of("3/0"));
        tracker.observe(7, Set.of("3/14", "3/15"));
        assertThat(tracker.finalPosition()).isZero();
        assertThat(tracker.awaited()).containsExactlyInAnyOrder("3/14", "3/15");

        tracker.observe(7, Set.of("3/14", "3/16"));
        assertThat(tracker.awaited()).containsExactly("3/14");
    }

    @Test
    void whatRecoveryBroughtBackIsAwaitedByAll() {
        tracker.observe(7, Set.of("3/14"));
        tracker.observe(7, Set.of("-1/812"));
        assertThat(tracker.finalPosition()).isZero();

        tracker.observe(7, Set.of());
        assertThat(tracker.finalPosition()).isEqualTo(7);
    }

    @Test
    void aLaterHeadThatIsFinalCarriesTheEarlierOnes() {
        tracker.observe(7, Set.of("3/0"));
        tracker.observe(9, Set.of("3/0"));
        tracker.isFinalThrough(9);

        assertThat(tracker.finalPosition()).isEqualTo(9);
        assertThat(tracker.awaited()).isEmpty();
    }

    @Test
    void doesNotKeepAHeadForEachLookWhileItIsHeldBack() {
        for (long head = 1; head <= 10_000; head++) {
            tracker.observe(head, Set.of("3/14", "4/" + head));
        }
        assertThat(tracker.finalPosition()).isZero();

        tracker.observe(10_001, Set.of("4/10001"));
        assertThat(tracker.finalPosition()).isGreaterThanOrEqualTo(64);
        tracker.observe(10_001, Set.of("4/10002"));
        tracker.observe(10_001, Set.of("4/10003"));
        assertThat(tracker.finalPosition()).isEqualTo(10_001);
    }
}
