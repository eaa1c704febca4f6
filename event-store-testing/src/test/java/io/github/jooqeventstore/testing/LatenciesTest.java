package io.github.jooqeventstore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void areNothingAtFirst() {
        assertThat(latencies.isEmpty()).isTrue();
        assertThat(latencies.percentile(0.5)).isZero();
    }

    @Test
    void tellWhatSoManyDoNotExceed() {
        for (int millis = 2_000; millis >= 1; millis--) {
            latencies.add(Duration.ofMillis(millis));
        }

        assertThat(latencies.percentile(0.5)).isEqualTo(1_000);
        assertThat(latencies.percentile(0.99)).isEqualTo(1_980);
        assertThat(latencies.percentile(1)).isEqualTo(2_000);
        assertThat(latencies.percentile(0)).isEqualTo(1);
    }

    @Test
    void areNeverLessThanNothing() {
        latencies.add(Duration.ofMillis(-3));

        assertThat(latencies.percentile(1)).isZero();
    }

    @Test
    void takeOthers() {
        Latencies others = new Latencies();
        others.add(Duration.ofMillis(9));
        latencies.add(Duration.ofMillis(1));

        latencies.addAll(others);

        assertThat(latencies.percentile(1)).isEqualTo(9);
        assertThat(latencies.percentile(0.5)).isEqualTo(1);
    }
}
