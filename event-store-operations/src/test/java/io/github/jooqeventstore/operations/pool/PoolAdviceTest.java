package io.github.jooqeventstore.operations.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.cli.Cli;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PoolAdviceTest {
    private static Cli advise(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "pool";
        all[1] = "advise";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Cli.call(all);
    }

    @Nested
    class AThousandRequestsASecondOfTenMilliseconds {
        @Test
        void keepTenConnectionsBusyAndNotTwentyFiveOrTwoHundredAndFive() {
            Cli call = advise("--requests", "1000", "--held", "10ms", "--request-time", "50ms");

            assertThat(call.code()).isZero();
            assertThat(call.out()).isEqualToNormalizingNewlines("""
                    in use on average  1000/s x 0.01 s = 10 connections (Little's law)
                    not                (1000/s x 0.01 s) / 0.05 s + 5 = 205: a request needs a connection only while it holds \
                    one, and connections divided by a time are none
                    wanted             10 / 0.7 in use = 15, the rest being for bursts
                    advice             15 connections for each instance
                    """);
        }

        @Test
        void areSharedAndCapped() {
            Cli call = advise(
                    "--requests",
                    "1000",
                    "--held",
                    "10ms",
                    "--instances",
                    "2",
                    "--cores",
                    "8",
                    "--max-connections",
                    "100",
                    "--others",
                    "30");

            assertThat(call.code()).isZero();
            assertThat(call.out())
                    .contains(
                            "cap by cores       2 x 8 + 1 = 17 for all instances",
                            "cap by server      max_connections 100 - reserved 3 - other users 30 = 67 for all instances",
                            "share              2 instances, each a pool of its own",
                            "advice             8 connections for each instance");
        }

        @Test
        void areNumbersInJson() {
            JsonNode advice = new JsonMapper()
                    .readTree(advise("--requests", "1000", "--held", "10ms", "--json")
                            .out());

            assertThat(advice.get("busy").asDouble()).isEqualTo(10.0);
            assertThat(advice.get("wanted").asInt()).isEqualTo(15);
            assertThat(advice.get("connections").asInt()).isEqualTo(15);
            assertThat(advice.get("findings").size()).isZero();
        }
    }

    @Nested
    class IsOverBudget {
        private void finds(String finding, String... arguments) {
            Cli call = advise(arguments);
            assertThat(call.out()).contains("over budget        " + finding);
            assertThat(call.code()).isEqualTo(1);
        }

        @Test
        void whereTheServersCoresAreTooFew() {
            finds(
                    "5 connections for each of 1 instances are less than the 10 in use",
                    "--requests",
                    "1000",
                    "--held",
                    "10ms",
                    "--cores",
                    "2");
        }

        @Test
        void whereTheServersConnectionsAreTooFew() {
            finds(
                    "7 connections for each of 1 instances are less than the 10 in use",
                    "--requests",
                    "1000",
                    "--held",
                    "10ms",
                    "--max-connections",
                    "100",
                    "--others",
                    "90");
        }

        @Test
        void whereThereIsNotOneForEachInstance() {
            finds(
                    "the server has 2 connections left for 3 instances",
                    "--requests",
                    "10",
                    "--held",
                    "10ms",
                    "--instances",
                    "3",
                    "--max-connections",
                    "20",
                    "--others",
                    "15");
        }

        @Test
        void whereThePoolsThatThereAreAskForMoreThanTheServerHas() {
            finds(
                    "4 pools of 50 are 200 connections, and the server has 97 left",
                    "--requests",
                    "1000",
                    "--held",
                    "10ms",
                    "--instances",
                    "4",
                    "--pool-size",
                    "50",
                    "--max-connections",
                    "100");
        }

        @Test
        void whereThePoolsThatThereAreDoNotSuffice() {
            finds(
                    "1 pools of 5 are less than the 10 in use",
                    "--requests",
                    "1000",
                    "--held",
                    "10ms",
                    "--pool-size",
                    "5");
        }

        @Test
        void whereThreadsCanWaitForEachOtherWithoutEnd() {
            finds(
                    "2 connections are below the deadlock floor of 21",
                    "--requests",
                    "100",
                    "--held",
                    "10ms",
                    "--threads",
                    "20",
                    "--per-thread",
                    "2");
        }
    }

    @Nested
    class Refuses {
        @Test
        void numbersThatMakeNoSense() {
            assertThat(advise("--requests", "0", "--held", "10ms").code()).isEqualTo(2);
            assertThat(advise("--requests", "10", "--held", "10").code()).isEqualTo(2);
            assertThat(advise("--requests", "10", "--held", "1s", "--utilisation", "2")
                            .code())
                    .isEqualTo(2);
            assertThat(advise("--requests", "10", "--held", "1s", "--per-thread", "2")
                            .code())
                    .isEqualTo(2);
            assertThat(advise("--held", "10ms").code()).isEqualTo(2);
            assertThatThrownBy(() -> PoolAdvice.of(PoolQuestion.of(-1, Duration.ofMillis(1))))
                    .isInstanceOf(OperationsException.class)
                    .hasMessageContaining("requests per second must be above 0, found -1.0");
        }
    }
}
