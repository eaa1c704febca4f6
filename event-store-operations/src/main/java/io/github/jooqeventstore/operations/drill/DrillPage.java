package io.github.jooqeventstore.operations.drill;

import java.util.List;
import java.util.stream.Collectors;

/** The report of a drill as a page: nothing is fetched from anywhere, and it can be printed. */
final class DrillPage {
    private static final String STYLE =
            "body{font-family:sans-serif;max-width:64em;margin:2em auto;padding:0 1em;color:#000;"
                    + "background:#fff}table{border-collapse:collapse}td,th{border:1px solid #666;padding:.3em .7em;text-align:left}"
                    + "td.n{text-align:right}";

    private DrillPage() {}

    static String of(DrillReport report) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>Disaster drill, tier %s: %s</title>
                <style>%s</style></head>
                <body>
                <h1>Disaster drill, tier %s: %s</h1>
                <p>%s, PostgreSQL %d. Protected by %s. Restored from %s.</p>
                %s
                <h2>Against the targets</h2>
                <table>
                <tr><th></th><th>target</th><th>measured</th></tr>
                %s</table>
                <p>Hatched bars: the store was away. The time of a restore grows with the data: %d events came back here.</p>
                %s
                <h2>Steps</h2>
                <table>
                <tr><th>step</th><th>begin, s</th><th>took, s</th><th>while the store was</th></tr>
                %s</table>
                %s</body>
                </html>
                """.formatted(
                        report.tier().word(),
                        verdict(report),
                        STYLE,
                        report.tier().word(),
                        verdict(report),
                        report.startedAt(),
                        report.serverVersion(),
                        escaped(report.method()),
                        escaped(report.backup()),
                        list("What is wrong with what came back", report.broken()),
                        results(report),
                        report.events(),
                        new DrillPicture(report.steps(), report.failedAt()).svg(),
                        report.steps().stream().map(DrillPage::row).collect(Collectors.joining()),
                        list("Targets that were missed", report.missed()));
    }

    private static String verdict(DrillReport report) {
        return report.passed() ? "passed" : "FAILED";
    }

    private static String results(DrillReport report) {
        return DrillFigures.of(report).stream()
                .map(figure -> "<tr><td>%s</td><td>%s</td><td>%s</td></tr>%n"
                        .formatted(escaped(figure.name()), escaped(figure.target()), escaped(figure.measured())))
                .collect(Collectors.joining());
    }

    private static String row(DrillStep step) {
        return "<tr><td>%s</td><td class=\"n\">%.2f</td><td class=\"n\">%.2f</td><td>%s</td></tr>%n"
                .formatted(escaped(step.name()), step.begin(), step.seconds(), step.outage() ? "away" : "there");
    }

    private static String list(String title, List<String> sentences) {
        return sentences.isEmpty()
                ? ""
                : "<h2>" + title + "</h2>\n<ul>"
                        + sentences.stream()
                                .map(sentence -> "<li>" + escaped(sentence) + "</li>")
                                .collect(Collectors.joining())
                        + "</ul>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
