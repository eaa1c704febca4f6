package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** What every command has in common. */
class CommandLineTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Nested
    class Result {
        @Test
        void isTextForPeople() {
            TestStore store = TestStore.create();
            store.append(10);

            Cli call = Cli.on(store.target(), "store", "show");

            assertThat(call.err()).isEmpty();
            assertThat(call.code()).isZero();
            assertThat(call.out()).contains("epoch           1").contains("head position   10");
        }

        @Test
        void isJsonWhereAskedFor() {
            TestStore store = TestStore.create();

            Cli call = Cli.on(store.target(), "store", "show", "--json");

            assertThat(JSON.readTree(call.out()).get("headPosition").asLong()).isZero();
        }
    }

    @Nested
    class EveryCommand {
        @Test
        void printsJsonWhenAsked() {
            List<String> without = new ArrayList<>();
            lookForJson(new CommandLine(EventStoreCommand.class, new Parts(new Environment(Map.of()))), without);

            // These print files, in the formats of those who read them.
            assertThat(without)
                    .containsExactlyInAnyOrder(
                            "event-store monitor rules", "event-store monitor dashboard", "event-store roles script");
        }

        private static void lookForJson(CommandLine line, List<String> without) {
            if (line.getSubcommands().isEmpty() && line.getCommandSpec().findOption("--json") == null) {
                without.add(line.getCommandSpec().qualifiedName());
            }
            line.getSubcommands().values().forEach(each -> lookForJson(each, without));
        }
    }

    @Nested
    class Failure {
        private final TestStore store = TestStore.withoutSchema();

        @Test
        void hasTheCodeOfAWrongPassword() {
            DatabaseTarget target =
                    DatabaseTarget.of(store.url(), store.target().user(), "wrong-secret");

            Cli call = Cli.on(target, "store", "show");

            assertThat(call.code()).isEqualTo(4);
            assertThat(call.err())
                    .contains("28P01")
                    .doesNotContain("wrong-secret")
                    .hasLineCount(1);
        }

        @Test
        void hasTheCodeOfADatabaseThatIsNotThere() {
            Cli call = Cli.on(store.target().database("nowhere"), "store", "show");

            assertThat(call.code()).isEqualTo(3);
            assertThat(call.err()).contains("nowhere").hasLineCount(1);
        }

        @Test
        void hasTheCodeOfAServerThatIsNotThere() {
            Cli call = Cli.on(
                    new DatabaseTarget("localhost", 1, "orders", "me", null, "event_store", Map.of()), "store", "show");

            assertThat(call.code()).isEqualTo(3);
        }

        @Test
        void hasTheCodeOfARightThatIsMissing() {
            TestStore migrated = TestStore.create();
            String stranger = "stranger_" + migrated.target().database();
            migrated.dsl().execute("create role " + stranger + " login password 'stranger'");
            DatabaseTarget target = DatabaseTarget.of(migrated.url(), stranger, "stranger");

            for (String[] command :
                    new String[][] {{"migrate", "info"}, {"migrate", "validate"}, {"store", "verify"}}) {
                Cli call = Cli.on(target, command);

                assertThat(call.code()).as(call.err()).isEqualTo(4);
                assertThat(call.err().lines().filter(line -> line.startsWith("event-store: ")))
                        .as(call.err())
                        .hasSize(1);
            }
        }

        @Test
        void isJsonToo() {
            Cli call = Cli.on(store.target().database("nowhere"), "store", "show", "--json");

            assertThat(JSON.readTree(call.out()).get("exitCode").asInt()).isEqualTo(3);
        }

        @Test
        void ofUsageIsTold() {
            assertThat(Cli.call("store").code()).isEqualTo(2);
            assertThat(Cli.call("no-such-command").code()).isEqualTo(2);
            assertThat(Cli.call("store", "show").code()).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "jdbc:postgresql://localhost/orders?user=me&password=secret",
                    "jdbc:postgresql://me:secret@localhost:5432/orders",
                    "jdbc:postgresql://me:secret@localhost/orders",
                    "jdbc:postgresql://localhost/orders?user=me&sslpassword=secret"
                })
        void refusesAPasswordThatOthersCouldRead(String url) {
            Cli call = Cli.call("store", "show", "--url", url);

            assertThat(call.code()).isEqualTo(2);
            assertThat(call.err()).doesNotContain("secret");
        }
    }

    @Nested
    class Secrets {
        @Test
        void areTakenByNoOptionThatOthersCouldRead() {
            List<String> named = options(new CommandLine(EventStoreCommand.class, new Parts(new Environment(Map.of()))))
                    .filter(name -> name.contains("password") || name.contains("secret"))
                    .distinct()
                    .toList();

            assertThat(named).containsExactly("--password-file");
        }

        private static Stream<String> options(CommandLine line) {
            return Stream.concat(
                    line.getCommandSpec().options().stream().flatMap(option -> Stream.of(option.names())),
                    line.getSubcommands().values().stream().flatMap(Secrets::options));
        }
    }
}
