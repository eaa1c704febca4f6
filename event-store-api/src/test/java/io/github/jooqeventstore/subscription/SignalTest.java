package io.github.jooqeventstore.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalTest {

    private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(100);

    private final Signal signal = new Signal();

    @Test
    void pausesAsUsualWhereNothingIsAnnounced() {
        signal.wake(0);

        assertThat(signal.pause(0, USUAL)).isEqualTo(USUAL);
    }

    @Test
    void pausesForAMomentWhereSomethingIsAnnouncedThatCannotBeReadYet() {
        signal.wake(7);

        assertThat(signal.pause(6, USUAL)).isBetween(TimeUnit.MILLISECONDS.toNanos(1), USUAL - 1);
        assertThat(signal.pause(7, USUAL)).isEqualTo(USUAL);
        assertThat(signal.pause(6, 500)).isEqualTo(500);
    }

    @Test
    void doesNotWaitWhenItWasWokenBefore() throws InterruptedException {
        signal.wake(0);
        long begun = System.nanoTime();

        signal.await(TimeUnit.MINUTES.toNanos(10));

        assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.MINUTES.toNanos(1));
    }

    @Test
    void takesNoTextForAPositionThatIsNone() {
        assertThat(Listening.position("42")).isEqualTo(42);
        assertThat(Listening.position("-42")).isZero();
        assertThat(Listening.position("x")).isZero();
    }
}
