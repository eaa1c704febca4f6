package io.github.jooqeventstore.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.process.Program;
import io.github.jooqeventstore.operations.process.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MonitoringFilesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern OURS = Pattern.compile("event_store_[a-z_]+");
    /** Left behind by scheduled jobs, not measured by the monitor. */
    private static final Set<String> OF_JOBS =
            Set.of("event_store_backup_verified_timestamp_seconds", "event_store_drill_timestamp_seconds");

    @Nested
    class AlertRules {
        @Test
        void askForMetricsThatThereAre() {
            Set<String> known = Monitor.everything().stream().map(Metric::name).collect(Collectors.toSet());
            known.addAll(OF_JOBS);
            Set<String> asked = new LinkedHashSet<>();
            AlertRule.all()
                    .forEach(rule ->
                            OURS.matcher(rule.expression()).results().forEach(match -> asked.add(match.group())));

            assertThat(known).containsAll(asked);
        }

        @Tag("promtool")
        @Test
        void areUnderstoodByPrometheus(@TempDir Path folder) throws IOException {
            Path rules = Files.writeString(folder.resolve("rules.yml"), MonitoringFiles.alertRules());

            ProgramRun run = Program.at(Path.of("promtool"))
                    .arguments("check", "rules", rules.toString())
                    .run();

            assertThat(run.exitValue()).as(run.errors()).isZero();
            assertThat(run.output()).contains("SUCCESS: " + AlertRule.all().size() + " rules found");
        }

        @Tag("promtool")
        @Test
        void ringWhenTheyShouldAndNotBefore(@TempDir Path folder) throws IOException {
            Files.writeString(folder.resolve("rules.yml"), MonitoringFiles.alertRules());
            List<Object> tests = new ArrayList<>();
            tests.add(rings("EventStoreHorizonHeld", "event_store_horizon_held_seconds", "0x3 61x10", "10m"));
            tests.add(silent("EventStoreHorizonHeld", "event_store_horizon_held_seconds", "59x20", "10m"));
            tests.add(rings("EventStoreArchiveFailing", "event_store_archive_failing", "1x20", "10m"));
            tests.add(silent("EventStoreArchiveFailing", "event_store_archive_failing", "0x20", "10m"));
            tests.add(rings("EventStorePoolExhausted", "hikaricp_connections_pending", "3x20", "5m"));
            tests.add(silent("EventStorePoolExhausted", "hikaricp_connections_idle", "0x20", "5m"));
            tests.add(rings("EventStoreCheckpointAheadOfHead", "event_store_subscription_ahead_of_head", "1x20", "5m"));
            tests.add(rings("EventStoreBackupTooOld", "event_store_up", "1x60", "40m"));
            tests.add(silent("EventStoreBackupTooOld", "event_store_backup_verified_timestamp_seconds", "0x60", "40m"));
            tests.add(
                    rings("EventStoreBackupTooOld", "event_store_backup_verified_timestamp_seconds", "0x3000", "25h"));
            tests.add(rings("EventStoreDrillTooOld", "event_store_up", "1x200", "3h"));
            tests.add(silent("EventStoreDrillTooOld", "event_store_drill_timestamp_seconds", "0x200", "3h"));
            tests.add(rings("EventStoreDrillTooOld", "event_store_drill_timestamp_seconds", "-2600000x200", "3h"));
            Path test = Files.writeString(
                    folder.resolve("test.yml"),
                    JSON.writeValueAsString(Map.of("rule_files", List.of("rules.yml"), "tests", tests)));

            ProgramRun run = Program.at(Path.of("promtool"))
                    .arguments("test", "rules", test.toString())
                    .run();

            assertThat(run.exitValue()).as(run.output() + run.errors()).isZero();
        }

        private static Map<String, Object> rings(String alert, String metric, String values, String at) {
            AlertRule rule = AlertRule.all().stream()
                    .filter(each -> each.name().equals(alert))
                    .findFirst()
                    .orElseThrow();
            return test(
                    alert,
                    metric,
                    values,
                    at,
                    List.of(Map.of(
                            "exp_labels", Map.of("severity", rule.page() ? "page" : "ticket"),
                            "exp_annotations", Map.of("summary", rule.summary(), "action", rule.action()))));
        }

        private static Map<String, Object> silent(String alert, String metric, String values, String at) {
            return test(alert, metric, values, at, List.of());
        }

        private static Map<String, Object> test(
                String alert, String metric, String values, String at, List<Object> expected) {
            return Map.of(
                    "interval", "1m",
                    "input_series", List.of(Map.of("series", metric, "values", values)),
                    "alert_rule_test", List.of(Map.of("eval_time", at, "alertname", alert, "exp_alerts", expected)));
        }
    }

    @Nested
    class Dashboard {
        @Test
        void hasAPanelForEachMetricAndNoneUponAnother() {
            JsonNode panels = JSON.readTree(MonitoringFiles.dashboard(Monitor.everything()))
                    .get("panels");

            assertThat(panels).hasSize(Monitor.everything().size());
            Set<String> places = new LinkedHashSet<>();
            panels.forEach(panel -> places.add(panel.get("gridPos").toString()));
            assertThat(places).hasSize(panels.size());
        }
    }
}
