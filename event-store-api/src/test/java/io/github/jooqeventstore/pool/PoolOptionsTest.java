package io.github.jooqeventstore.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.jooqeventstore.InvalidInputException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PoolOptionsTest {

    private static final String URL = "jdbc:postgresql://db.example:5432/shop";
    private static final String PASSWORD = "s3cret-word";

    @Nested
    class Connections {

        @Test
        void carryWhatTheDriverLeavesOut() {
            PGSimpleDataSource target =
                    Target.dataSource(PoolOptions.small(URL, "ada", PASSWORD).name("orders"));

            assertThat(target.getTcpKeepAlive()).isTrue();
            assertThat(target.getSocketTimeout()).isEqualTo(60);
            assertThat(target.getConnectTimeout()).isEqualTo(10);
            assertThat(target.getLoginTimeout()).isEqualTo(10);
            assertThat(target.getApplicationName()).isEqualTo("orders");
            assertThat(target.getUser()).isEqualTo("ada");
        }

        @Test
        void followTheAddressWhereItSaysMore() {
            PGSimpleDataSource target = Target.dataSource(PoolOptions.small(
                    URL + "?socketTimeout=300&tcpKeepAlive=false&ApplicationName=nightly&user=bob&password=" + PASSWORD
                            + "&sslmode=require",
                    null,
                    null));

            assertThat(target.getSocketTimeout()).isEqualTo(300);
            assertThat(target.getTcpKeepAlive()).isFalse();
            assertThat(target.getApplicationName()).isEqualTo("nightly");
            assertThat(target.getUser()).isEqualTo("bob");
            assertThat(target.getPassword()).isEqualTo(PASSWORD);
            assertThat(target.getSslMode()).isEqualTo("require");
            assertThat(target.getConnectTimeout()).isEqualTo(10);
        }
    }

    @Test
    void tellNoPassword() {
        assertThat(PoolOptions.production(URL + "?password=" + PASSWORD, "ada", PASSWORD))
                .hasToString("pool event-store of 5 to 20 connections to jdbc:postgresql://db.example:5432/shop");
    }

    @Test
    void refuseAnAddressWithoutQuotingIt() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PoolOptions.small("jdbc:mysql://ada:" + PASSWORD + "/shop", null, null))
                .withMessage("pool event-store: url must be one that PostgreSQL's driver takes, as in"
                        + " jdbc:postgresql://host:5432/database, found another");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PoolOptions.small("jdbc:postgresql://ada:" + PASSWORD + "@db/shop", null, null))
                .withMessage("pool event-store: url must not hold a login before the host, found an @; say user and"
                        + " password apart");
    }

    @Test
    void refuseSizesThatMakeNoSense() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PoolOptions.small(URL, null, null).size(0, 0))
                .withMessage("pool event-store: maximum size must be 1 or more, found 0");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PoolOptions.small(URL, null, null).size(5, 6))
                .withMessage("pool event-store: minimum idle must be 0 to 5, found 6");
    }

    @Nested
    class Times {

        private final PoolTimes times = PoolTimes.production();

        @Test
        void refuseWhatThePoolWouldPutRightWithoutAWord() {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> times.acquire(Duration.ofMillis(499)))
                    .withMessage("pool time acquire: must be 500 ms or more, found PT0.499S");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> new PoolTimes(
                            times.acquire(),
                            times.lifetime(),
                            times.lifetime(),
                            times.keepalive(),
                            times.validation(),
                            times.connect(),
                            times.socket()))
                    .withMessage("pool time idle: must be 1 s less than the lifetime or shorter, found PT30M");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> times.socket(Duration.ofMillis(1500)))
                    .withMessage("pool time socket: must be in whole seconds and less than a day, found PT1.5S");
        }

        @Test
        void checkConnectionsInHalfOfWhatACallerWaits() {
            assertThat(times.acquire(Duration.ofSeconds(1)).validation()).isEqualTo(Duration.ofMillis(500));
            assertThat(times.acquire(Duration.ofSeconds(30)).validation()).isEqualTo(Duration.ofSeconds(5));
        }
    }
}
