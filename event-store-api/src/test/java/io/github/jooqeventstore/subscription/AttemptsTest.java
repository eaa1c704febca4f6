package io.github.jooqeventstore.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final FailurePolicy.Retry retry =
            FailurePolicy.retry(10).pauses(Duration.ofMillis(100), Duration.ofSeconds(1));

    @Test
    void pausesTwiceAsLongEachTimeAndNoLongerThanItMay() {
        assertThat(Attempts.pause(retry, 0, 0)).isEqualTo(Duration.ofMillis(100).toNanos());
        assertThat(Attempts.pause(retry, 2, 0)).isEqualTo(Duration.ofMillis(400).toNanos());
        assertThat(Attempts.pause(retry, 4, 0)).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(Attempts.pause(retry, 5_000, 0))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void pausesForAHalfLessByChance() {
        assertThat(Attempts.pause(retry, 0, 1)).isEqualTo(Duration.ofMillis(50).toNanos());
        assertThat(Attempts.pause(retry, 0, 0.5))
                .isEqualTo(Duration.ofMillis(75).toNanos());
    }

    @Test
    void refusesWhatIsNoSeriesOfPauses() {
        assertThatThrownBy(() -> FailurePolicy.retry(0))
                .hasMessage("failure policy: retries must be 1 or more, found 0");
        assertThatThrownBy(() -> retry.pauses(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("failure policy: first pause must be more than 0 and at most a year, found PT0S");
        assertThatThrownBy(() -> retry.pauses(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("failure policy: longest pause must not be less than the first, found PT1S");
    }
}
