package io.github.jooqeventstore.operations.monitor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.process.Program;
import io.github.jooqeventstore.operations.process.ProgramRun;
import io.github.jooqeventstore.operations.schedule.BackupSchedule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
            Set.of("event_store_backup_last_success_timestamp_seconds", "event_store_drill_timestamp_seconds");
    /** Published by applications: {@link MonitorMetersTest} looks whether they are there. */
    private static final Pattern OF_APPLICATIONS = Pattern.compile("event_store_(append|load)_[a-z_]+");

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

            asked.removeIf(OF_APPLICATIONS.asMatchPredicate());
            assertThat(known).containsAll(asked);
        }

        @Test
        void askForTheMetricThatTheScheduledJobLeavesBehind() throws IOException {
            try (var script = requireNonNull(BackupSchedule.class.getResourceAsStream("event-store-backup.sh"))) {
                assertThat(new String(script.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("\"event_store_backup_verified_timestamp_seconds $began\"");
            }
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
            tests.addAll(ofTheApplication());
            tests.addAll(ofTheStore());
            tests.addAll(ofTheServer());
            tests.addAll(ofBackups());
            tests.addAll(ofDrills());
            Path test = Files.writeString(
                    folder.resolve("test.yml"),
                    JSON.writeValueAsString(Map.of("rule_files", List.of("rules.yml"), "tests", tests)));

            ProgramRun run = Program.at(Path.of("promtool"))
                    .arguments("test", "rules", test.toString())
                    .run();

            assertThat(run.exitValue()).as(run.output() + run.errors()).isZero();
        }

        private static List<Object> ofTheApplication() {
            Map<String, String> pool = Map.of("pool", "orders");
            String appends = "event_store_append_seconds_count{outcome=\"%s\"}";
            String buckets = "event_store_append_seconds_bucket{outcome=\"done\",le=\"%s\"}";
            String acquire = "hikaricp_connections_acquire_seconds_%s{pool=\"orders\"}";
            String timeouts = "hikaricp_connections_timeout_total{pool=\"orders\"}";
            return List.of(
                    rings("EventStorePoolExhausted", Map.of(), "5m", Map.of("hikaricp_connections_pending", "3x20")),
                    silent("EventStorePoolExhausted", "5m", Map.of("hikaricp_connections_idle", "0x20")),
                    rings("EventStorePoolTimeouts", pool, "7m", Map.of(timeouts, "0x5 1x20")),
                    silent("EventStorePoolTimeouts", "7m", Map.of(timeouts, "3x20")),
                    rings("EventStorePoolSlow", pool, "15m", means(acquire, "0+30x20")),
                    silent("EventStorePoolSlow", "15m", means(acquire, "0+5x20")),
                    rings(
                            "EventStoreAppendsFail",
                            Map.of(),
                            "15m",
                            Map.of(appends.formatted("failed"), "0+2x20", appends.formatted("done"), "0+98x20")),
                    silent(
                            "EventStoreAppendsFail",
                            "15m",
                            Map.of(appends.formatted("conflict"), "0+50x20", appends.formatted("done"), "0+50x20")),
                    rings(
                            "EventStoreAppendConflicts",
                            Map.of(),
                            "50m",
                            Map.of(appends.formatted("conflict"), "0+30x60", appends.formatted("done"), "0+70x60")),
                    rings("EventStoreAppendsSlow", Map.of(), "15m", slow(buckets, "0+90x20")),
                    silent("EventStoreAppendsSlow", "15m", slow(buckets, "0+100x20")));
        }

        private static Map<String, String> means(String series, String sum) {
            return Map.of(series.formatted("sum"), sum, series.formatted("count"), "0+100x20");
        }

        private static Map<String, String> slow(String series, String withinASecond) {
            return Map.of(
                    series.formatted("1.0"), withinASecond,
                    series.formatted("5.0"), "0+100x20",
                    series.formatted("+Inf"), "0+100x20");
        }

        private static List<Object> ofTheStore() {
            Map<String, String> mail = Map.of("subscription", "mail", "partition", "0");
            String of = "{subscription=\"mail\",partition=\"0\"}";
            String seconds = "event_store_subscription_lag_seconds" + of;
            String events = "event_store_subscription_lag_events" + of;
            return List.of(
                    rings(
                            "EventStoreHorizonHeld",
                            Map.of(),
                            "10m",
                            Map.of("event_store_horizon_held_seconds", "0x3 61x10")),
                    silent("EventStoreHorizonHeld", "10m", Map.of("event_store_horizon_held_seconds", "59x20")),
                    rings("EventStoreSubscriptionLag", mail, "30m", Map.of(seconds, "400x60", events, "500x60")),
                    rings("EventStoreSubscriptionLag", mail, "30m", Map.of(seconds, "9x60", events, "20000+10x60")),
                    silent("EventStoreSubscriptionLag", "30m", Map.of(seconds, "400x60", events, "99000-1000x60")),
                    silent("EventStoreSubscriptionLag", "30m", Map.of(seconds, "200x60", events, "500x60")),
                    rings(
                            "EventStoreSubscriptionUnattended",
                            mail,
                            "10m",
                            Map.of("event_store_subscription_unattended" + of, "1x20")),
                    rings(
                            "EventStoreSubscriptionStopped",
                            mail,
                            "5m",
                            Map.of("event_store_subscription_stopped" + of, "1x20")),
                    rings(
                            "EventStoreCheckpointAheadOfHead",
                            mail,
                            "5m",
                            Map.of("event_store_subscription_ahead_of_head" + of, "1x20")));
        }

        private static List<Object> ofTheServer() {
            Map<String, String> self = Map.of("standby", "self");
            String lag = "event_store_replica_lag_seconds{standby=\"self\"}";
            return List.of(
                    rings("EventStoreArchiveFailing", Map.of(), "10m", Map.of("event_store_archive_failing", "1x20")),
                    silent("EventStoreArchiveFailing", "10m", Map.of("event_store_archive_failing", "0x20")),
                    rings("EventStoreReplicaLag", self, "10m", Map.of(lag, "61x20")),
                    silent("EventStoreReplicaLag", "10m", Map.of(lag, "0x20")),
                    rings(
                            "EventStoreReplicaDisconnected",
                            Map.of(),
                            "5m",
                            Map.of("event_store_replica_connected", "0x20")),
                    rings(
                            "EventStoreSlotLost",
                            Map.of("slot", "r1"),
                            "5m",
                            Map.of("event_store_slot_lost{slot=\"r1\"}", "1x20")),
                    rings(
                            "EventStoreTransactionIdAge",
                            Map.of(),
                            "30m",
                            Map.of("event_store_multixact_age", "600000000x60")),
                    silent(
                            "EventStoreTransactionIdAge",
                            "30m",
                            Map.of("event_store_transaction_id_age", "400000000x60")));
        }

        private static List<Object> ofDrills() {
            String alert = "EventStoreDrillTooOld";
            String drill = "event_store_drill_timestamp_seconds{tier=\"critical\"}";
            return List.of(
                    rings(alert, Map.of(), "3h", Map.of("event_store_up", "1x200")),
                    silent(alert, "3h", Map.of(drill, "0x200")),
                    rings(alert, Map.of("tier", "critical"), "3h", Map.of(drill, "-2600000x200")));
        }

        private static List<Object> ofBackups() {
            String alert = "EventStoreBackupTooOld";
            String events = "event_store_backup_verified_timestamp_seconds{kind=\"events\"}";
            String base = "event_store_backup_verified_timestamp_seconds{kind=\"base\"}";
            String daily = "event_store_backup_last_success_timestamp_seconds{job_name=\"daily\"}";
            return List.of(
                    rings(alert, Map.of(), "125m", Map.of("event_store_up", "1x200")),
                    silent(alert, "125m", Map.of(events, "0x200")),
                    silent(alert, "25h", Map.of(daily, "0x1700")),
                    rings(alert, Map.of(), "27h", Map.of(daily, "0x1700")),
                    rings(alert, Map.of(), "27h", Map.of(base, "0x1700")),
                    // A week between base backups is no alarm while there is one of the events each day.
                    silent(alert, "27h", Map.of(base, "0x1700", events, "80000x1700")));
        }

        private static Map<String, Object> rings(
                String alert, Map<String, String> labels, String at, Map<String, String> series) {
            AlertRule rule = AlertRule.all().stream()
                    .filter(each -> each.name().equals(alert))
                    .findFirst()
                    .orElseThrow();
            Map<String, String> all = new TreeMap<>(labels);
            all.put("severity", rule.page() ? "page" : "ticket");
            return test(
                    alert,
                    at,
                    series,
                    List.of(Map.of(
                            "exp_labels",
                            all,
                            "exp_annotations",
                            Map.of("summary", rule.summary(), "action", rule.action()))));
        }

        private static Map<String, Object> silent(String alert, String at, Map<String, String> series) {
            return test(alert, at, series, List.of());
        }

        private static Map<String, Object> test(
                String alert, String at, Map<String, String> series, List<Object> expected) {
            List<Map<String, String>> input = series.entrySet().stream()
                    .map(each -> Map.of("series", each.getKey(), "values", each.getValue()))
                    .toList();
            return Map.of(
                    "interval",
                    "1m",
                    "input_series",
                    input,
                    "alert_rule_test",
                    List.of(Map.of("eval_time", at, "alertname", alert, "exp_alerts", expected)));
        }
    }

    @Nested
    class Dashboard {
        @Test
        void hasAPanelForEachMetricAndNoneUponAnother() {
            JsonNode panels = JSON.readTree(MonitoringFiles.dashboard(Monitor.everything()))
                    .get("panels");

            assertThat(panels)
                    .hasSize(Panel.OF_APPLICATIONS.size() + Monitor.everything().size());
            Set<String> places = new LinkedHashSet<>();
            panels.forEach(panel -> places.add(panel.get("gridPos").toString()));
            assertThat(places).hasSize(panels.size());
        }
    }
}
