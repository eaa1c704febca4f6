package io.github.jooqeventstore.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.jooqeventstore.InvalidInputException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PoolSizingTest {

    private final PoolSizing thousandForTenMillis = PoolSizing.littlesLaw(1_000, Duration.ofMillis(10));

    @Test
    void aThousandRequestsASecondOfTenMillisEachKeepTenConnectionsInUse() {
        assertThat(thousandForTenMillis.busy()).isEqualTo(10);
        assertThat(thousandForTenMillis.connections()).isEqualTo(15).isNotIn(25, 205);
        assertThat(thousandForTenMillis)
                .hasToString("15 connections: 1000 requests a second, each holding a connection for 10 ms, keep 10"
                        + " connections in use (Little's law); the time of the whole request does not matter: only while it"
                        + " holds a connection does it need one; with 70 % in use, the rest being for bursts, that takes 15"
                        + " connections");
    }

    @Test
    void instancesShareThem() {
        assertThat(thousandForTenMillis.instances(4).connections()).isEqualTo(4);
        assertThat(thousandForTenMillis.instances(4).reasoning()).last().isEqualTo("so each of 4 instances gets 4");
    }

    @Test
    void aServerTakesNoMoreThanTwiceItsCoresAndOne() {
        PoolSizing sizing = thousandForTenMillis.instances(2).server(6, 80);

        assertThat(sizing.connections()).isEqualTo(6);
        assertThat(sizing.isEnough()).isTrue();
        assertThat(sizing.reasoning())
                .contains(
                        "a server of 6 cores works on 13 at once, twice its cores and one; more only wait there",
                        "the server has 80 connections left for this service",
                        "so each of 2 instances gets 6");
    }

    @Test
    void aServerThatIsTooSmallIsSaidToBe() {
        PoolSizing sizing = thousandForTenMillis.server(2, 80);

        assertThat(sizing.connections()).isEqualTo(5);
        assertThat(sizing.isEnough()).isFalse();
        assertThat(sizing.reasoning())
                .last()
                .isEqualTo(
                        "that is less than what is in use: hold connections for a shorter time, or take a larger server");
    }

    @Test
    void aQuietServiceGetsOne() {
        assertThat(PoolSizing.littlesLaw(0.5, Duration.ofMillis(2)).connections())
                .isOne();
    }

    @Test
    void whatIsNoLoadIsRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PoolSizing.littlesLaw(-1, Duration.ofMillis(10)))
                .withMessage("pool sizing: requests per second must be above 0, found -1.0");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PoolSizing.littlesLaw(1, Duration.ZERO))
                .withMessage("pool sizing: time held must be above 0 and less than a day, found PT0S");
    }
}
