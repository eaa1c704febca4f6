package io.github.jooqeventstore.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the page says about results: machine, versions and settings, a table and plots, and where another is better. */
record Page(Results results) {

    static final String BEGIN = "<!-- results: written by the benchmarks, from here on -->";
    static final String END = "<!-- results: to here -->";

    private static final String CELL = " | ";

    /** The page with these results in the place of the ones that it had. */
    String in(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the page has no place for results");
        }
        return page.substring(0, begin) + BEGIN + "\n\n" + text() + "\n" + page.substring(end);
    }

    /** The plots by the names of their files. */
    Map<String, String> plots() {
        Map<String, String> plots = new LinkedHashMap<>();
        works().forEach((work, groups) -> plots.put(file(work), new Plot(work, groups).svg()));
        return plots;
    }

    private static String file(String work) {
        return work.replace(' ', '-') + ".svg";
    }

    /** Works by their names, each in groups of lines that are compared with each other. */
    private Map<String, List<List<Line>>> works() {
        Map<String, Map<String, List<Line>>> works = new LinkedHashMap<>();
        for (Line line : results.results()) {
            works.computeIfAbsent(line.work().split(":", 2)[0], work -> new LinkedHashMap<>())
                    .computeIfAbsent(group(line), group -> new ArrayList<>())
                    .add(line);
        }
        Map<String, List<List<Line>>> sorted = new LinkedHashMap<>();
        works.forEach((work, groups) -> sorted.put(work, List.copyOf(groups.values())));
        return sorted;
    }

    private static String group(Line line) {
        return line.work() + '/' + line.events() + '/' + line.threads();
    }

    private String text() {
        StringBuilder text = new StringBuilder("Measured on " + results.date() + ", "
                + (results.rounds() == 1 ? "in one round" : "medians of " + results.rounds() + " rounds")
                + ", each contender "
                + Results.number("%.1f", results.seconds()) + " seconds in a round after its warm-up.\n\n");
        facts(text, "Machine", results.machine());
        facts(text, "Versions", results.versions());
        facts(text, "Server settings", results.settings());
        text.append("\n").append(othersAhead());
        works().forEach((work, groups) -> {
            text.append("\n### ")
                    .append(work.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(work.substring(1));
            text.append("\n\n![")
                    .append(work)
                    .append("](performance/")
                    .append(file(work))
                    .append(")\n\n");
            table(text, groups);
        });
        return text.toString();
    }

    private static void facts(StringBuilder text, String title, Map<String, String> facts) {
        text.append("* ").append(title).append(": ");
        text.append(String.join(
                ", ",
                facts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(fact -> fact.getKey() + " " + fact.getValue())
                        .toList()));
        text.append("\n");
    }

    private static void table(StringBuilder text, List<List<Line>> groups) {
        text.append(
                "| Work | Events | Threads | Contender | Operations a second | Ratio | CPU, µs | CPU ratio | Bytes |\n");
        text.append("|---|--:|--:|---|--:|--:|--:|--:|--:|\n");
        for (List<Line> group : groups) {
            for (Line line : group) {
                text.append("| ")
                        .append(String.join(
                                CELL,
                                line.work(),
                                String.format(Locale.ROOT, "%,d", line.events()),
                                Integer.toString(line.threads()),
                                line.contender(),
                                String.format(
                                        Locale.ROOT, line.throughput() < 100 ? "%,.2f" : "%,.0f", line.throughput()),
                                Results.number("%.2f", line.ratio()),
                                Results.number("%,.1f", line.cpuMicros()),
                                Results.number("%.2f", line.cpuRatio()),
                                Results.number("%,.0f", line.allocatedBytes())))
                        .append(" |\n");
            }
        }
    }

    /** Where another event store does more in a second than this one at its best. */
    private String othersAhead() {
        List<String> ahead = new ArrayList<>();
        works().values()
                .forEach(groups -> groups.forEach(group -> {
                    double ours = group.stream()
                            .filter(line -> Kind.of(line) == Kind.OURS)
                            .mapToDouble(Line::throughput)
                            .max()
                            .orElse(Double.POSITIVE_INFINITY);
                    group.stream()
                            .filter(line -> Kind.of(line) == Kind.PEER && line.throughput() > ours)
                            .map(line -> String.format(
                                    Locale.ROOT,
                                    "* %s, %,d events, %d threads: %s does %.2f times what jOOQ Event Store does at its best.%n",
                                    line.work(),
                                    line.events(),
                                    line.threads(),
                                    line.contender(),
                                    line.throughput() / ours))
                            .forEach(ahead::add);
                }));
        return ahead.isEmpty()
                ? "No other event store that was measured does more in a second than this one at its best.\n"
                : "Where another event store is ahead:\n\n" + String.join("", ahead);
    }
}
