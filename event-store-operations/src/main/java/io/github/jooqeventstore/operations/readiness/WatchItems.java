package io.github.jooqeventstore.operations.readiness;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.monitor.AlertRule;
import io.github.jooqeventstore.operations.readiness.Check.Finding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Monitoring, alerts, and what was practised. */
final class WatchItems {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern UP = Pattern.compile("(?m)^event_store_up ([01])$");
    private static final Pattern DRILL =
            Pattern.compile("^event_store_drill_timestamp_seconds(\\{[^}]*})? ([0-9.eE+]+)$");

    static final List<Check> ALL = List.of(
            new Check("monitoring", "event-store monitor serve", false, WatchItems::monitoring),
            new Check(
                    "alert-rules",
                    "event-store monitor rules, into a file that Prometheus loads",
                    false,
                    WatchItems::rules),
            new Check(
                    "alerting",
                    "let an alert fire, and see who is called",
                    true,
                    (database, around) -> Finding.unknown("whether somebody is called is not to be seen from here")),
            new Check("drill", "event-store dr drill", false, WatchItems::drill),
            new Check(
                    "runbook",
                    "docs/operations/runbook-database-failure.md, with your names in it, where the night shift finds it",
                    true,
                    (database, around) -> Finding.unknown("whether your people have one is not to be seen from here")));

    private WatchItems() {}

    private static Finding monitoring(OperationsDatabase database, Surroundings around) {
        URI monitor = around.monitor();
        if (monitor == null) {
            return Finding.unknown("where the figures are served is not known; say it with --monitor");
        }
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            String text = client.send(
                            HttpRequest.newBuilder(monitor).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher up = UP.matcher(text);
            if (!up.find()) {
                return Finding.notDone(
                        "expected figures of event-store monitor at " + monitor + ", found something else");
            }
            return up.group(1).equals("1")
                    ? Finding.done("figures are served at " + monitor)
                    : Finding.notDone("figures are served at " + monitor + ", but the database does not answer it");
        } catch (IOException e) {
            return Finding.notDone("expected figures at " + monitor + ", found no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationsException(ExitCode.PARTIAL, "interrupted", e);
        }
    }

    private static Finding rules(OperationsDatabase database, Surroundings around) throws IOException {
        Path file = around.rules();
        if (file == null) {
            return Finding.unknown("which rules Prometheus loads is not known; say the file with --rules");
        }
        if (!Files.isReadable(file)) {
            throw new OperationsException(
                    ExitCode.USAGE, "file " + file + ": expected the rules that Prometheus loads, found none to read");
        }
        String text = Files.readString(file);
        List<String> missing = AlertRule.all().stream()
                .map(AlertRule::name)
                .filter(name ->
                        !Pattern.compile("\\b" + name + "\\b").matcher(text).find())
                .toList();
        return missing.isEmpty()
                ? Finding.done("all " + AlertRule.all().size() + " are in " + file)
                : Finding.notDone("missing in " + file + ": " + SchemaItems.some(missing));
    }

    private static Finding drill(OperationsDatabase database, Surroundings around) throws IOException {
        Path folder = around.metrics();
        if (folder == null) {
            return Finding.unknown("where drills leave their metric is not known; say the folder with --metrics");
        }
        if (!Files.isDirectory(folder)) {
            throw new OperationsException(
                    ExitCode.USAGE, "folder " + folder + ": expected that of the textfile collector, found none");
        }
        Instant last = lastDrill(folder);
        if (last.equals(Instant.EPOCH)) {
            return Finding.notDone("no drill has left its metric in " + folder);
        }
        return last.isBefore(Instant.now().minus(around.drillAge()))
                ? Finding.notDone(
                        "expected one of the last " + around.drillAge().toDays() + " days, found the last at " + last)
                : Finding.done("the last was at " + last);
    }

    private static Instant lastDrill(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".prom")).toList();
        }
        Instant last = Instant.EPOCH;
        for (Path file : files) {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                Matcher matcher = DRILL.matcher(line);
                if (matcher.matches()) {
                    Instant time = Instant.ofEpochSecond((long) Double.parseDouble(matcher.group(2)));
                    last = time.isAfter(last) ? time : last;
                }
            }
        }
        return last;
    }
}
