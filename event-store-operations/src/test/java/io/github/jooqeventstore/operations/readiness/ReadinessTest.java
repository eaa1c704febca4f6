package io.github.jooqeventstore.operations.readiness;

import static io.github.jooqeventstore.operations.readiness.ReadinessItem.State.DONE;
import static io.github.jooqeventstore.operations.readiness.ReadinessItem.State.NOT_DONE;
import static io.github.jooqeventstore.operations.readiness.ReadinessItem.State.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.access.Listening;
import io.github.jooqeventstore.operations.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The checklist of production. */
class ReadinessTest {
    @TempDir
    private Path folder;

    private static Map<String, String> states(Cli call) {
        Map<String, String> states = new LinkedHashMap<>();
        for (JsonNode item : new JsonMapper().readTree(call.out()).get("items")) {
            states.put(item.get("name").asString(), item.get("state").asString());
        }
        return states;
    }

    private static String finding(Cli call, String name) {
        for (JsonNode item : new JsonMapper().readTree(call.out()).get("items")) {
            if (item.get("name").asString().equals(name)) {
                return item.get("finding").asString();
            }
        }
        throw new AssertionError(name);
    }

    @Nested
    class OfAFreshServer {
        private final TestStore store = TestStore.create();

        @Test
        void saysWhatIsNotDoneAndHow() throws IOException {
            String empty = Files.createDirectories(folder.resolve("empty")).toString();
            String rules = Files.writeString(folder.resolve("rules.yml"), "groups: []\n")
                    .toString();

            Cli call = Cli.on(
                    store.target(),
                    ("readiness --json --backups %1$s --timers %1$s --metrics %1$s --rules %2$s"
                                    + " --monitor http://127.0.0.1:1/metrics --memory 1GB --cpus 2 --disk ssd"
                                    + " --requests 1000 --held 10ms --pool-size 500")
                            .formatted(empty, rules)
                            .split(" "));

            assertThat(call.code()).as(call.shown()).isEqualTo(1);
            assertThat(states(call))
                    .containsExactly(
                            Map.entry("migrations", "DONE"),
                            Map.entry("deployment", "UNKNOWN"),
                            Map.entry("health", "DONE"),
                            Map.entry("pool", "NOT_DONE"),
                            Map.entry("tuning", "NOT_DONE"),
                            Map.entry("backups", "NOT_DONE"),
                            Map.entry("backup-schedule", "NOT_DONE"),
                            Map.entry("restore-test", "NOT_DONE"),
                            Map.entry("archive", "NOT_DONE"),
                            Map.entry("monitoring", "NOT_DONE"),
                            Map.entry("alert-rules", "NOT_DONE"),
                            Map.entry("alerting", "UNKNOWN"),
                            Map.entry("drill", "NOT_DONE"),
                            Map.entry("runbook", "UNKNOWN"),
                            Map.entry("tls", "DONE"),
                            Map.entry("access-rules", "DONE"),
                            Map.entry("roles", "NOT_DONE"),
                            Map.entry("firewall", "DONE"),
                            Map.entry("high-availability", "NOT_DONE"));
        }

        @Test
        void callsNothingDoneThatItWasNotTold() {
            Map<String, String> states = states(Cli.on(store.target(), "readiness", "--json"));

            for (String name : new String[] {
                "deployment",
                "pool",
                "tuning",
                "backups",
                "backup-schedule",
                "restore-test",
                "monitoring",
                "alert-rules",
                "alerting",
                "drill",
                "runbook"
            }) {
                assertThat(states).containsEntry(name, "UNKNOWN");
            }
        }

        @Test
        void tellsPeopleTheCommand() {
            Cli call = Cli.on(store.target(), "readiness");

            assertThat(call.out())
                    .contains("NOT DONE  roles")
                    .contains("how: event-store roles grant --application ROLE")
                    .contains("5 done, 0 attested, 3 not done, 11 unknown");
        }

        @Test
        void takesYourWordForWhatCannotBeSeenAndForNothingElse() {
            Cli call = Cli.on(store.target(), "readiness", "--json", "--attested", "runbook");
            Cli refused = Cli.on(store.target(), "readiness", "--attested", "backups");

            assertThat(states(call)).containsEntry("runbook", "ATTESTED");
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("found backups; the others are looked at");
        }

        @Test
        void namesAFolderThatIsNotThere() {
            Cli call = Cli.on(store.target(), "readiness", "--backups", "/no/such/folder");

            assertThat(call.code()).isEqualTo(2);
            assertThat(call.err()).contains("/no/such/folder").hasLineCount(1);
        }
    }

    @Nested
    class OfADatabase {
        @Test
        void withoutAStoreSaysSo() {
            Cli call = Cli.on(TestStore.withoutSchema().target(), "readiness", "--json");

            assertThat(call.code()).as(call.shown()).isEqualTo(1);
            assertThat(states(call))
                    .containsEntry("migrations", "NOT_DONE")
                    .containsEntry("health", "NOT_DONE")
                    .containsEntry("roles", "NOT_DONE")
                    .doesNotContainEntry("backups", "DONE");
        }

        @Test
        void whoseProgramsLogInAsTheOwnerSaysWhich() throws Exception {
            TestStore store = TestStore.create();
            var orders = store.target().dataSource();
            orders.setApplicationName("orders");
            try (Connection connection = orders.getConnection()) {
                assertThat(connection.isValid(10)).isTrue();
                Cli call = Cli.on(store.target(), "readiness", "--json");

                assertThat(finding(call, "roles"))
                        .isEqualTo(
                                "programs are logged in as " + store.target().user() + ", who could rewrite history");
            }
        }

        @Test
        void thatIsNotThereHasItsOwnCode() {
            assertThat(Cli.on(TestStore.withoutSchema().target().database("nowhere"), "readiness")
                            .code())
                    .isEqualTo(3);
        }
    }

    @Test
    void ofAPreparedSystemIsPassed() throws IOException {
        try (var system = new PreparedSystem(folder)) {
            Cli seen = system.readiness("--json");

            assertThat(states(seen).entrySet())
                    .as(seen.shown())
                    .filteredOn(item -> !item.getValue().equals("DONE"))
                    .extracting(Map.Entry::getKey)
                    .containsExactly("deployment", "alerting", "runbook");
            assertThat(seen.code()).isEqualTo(10);
            assertThat(finding(seen, "high-availability")).isEqualTo("followed by standby (async)");

            Cli attested =
                    system.readiness("--attested", "deployment", "--attested", "alerting", "--attested", "runbook");
            assertThat(attested.code()).as(attested.shown()).isZero();

            Cli aged = system.readiness("--json", "--backup-age", "0s", "--restore-age", "0s", "--drill-age", "0s");
            assertThat(states(aged))
                    .containsEntry("backups", "NOT_DONE")
                    .containsEntry("restore-test", "NOT_DONE")
                    .containsEntry("drill", "NOT_DONE");
        }
    }

    @Nested
    class OfTls {
        @Test
        void isNotDoneWhileAnybodyCouldHaveAnswered() {
            assertThat(AccessItems.tls(new Listening("*", true, true, "require"))
                            .state())
                    .isEqualTo(NOT_DONE);
            assertThat(AccessItems.tls(new Listening("*", true, true, null)).text())
                    .isEqualTo("expected this connection with sslmode verify-full, found none");
            assertThat(AccessItems.tls(new Listening("db.example.com", false, false, null))
                            .text())
                    .startsWith("ssl is off");
        }

        @Test
        void isDoneWhereTheServerHasProvedWhoItIsOrNobodyElseReachesIt() {
            assertThat(AccessItems.tls(new Listening("*", true, true, "verify-full"))
                            .state())
                    .isEqualTo(DONE);
            assertThat(AccessItems.tls(new Listening("localhost, ::1", false, false, null))
                            .state())
                    .isEqualTo(DONE)
                    .isNotEqualTo(UNKNOWN);
        }
    }
}
