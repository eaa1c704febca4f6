package io.github.jooqeventstore.testing;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What is printed: one name and value a line. */
record Report(TortureOptions options, Facts facts, Findings findings, Tally tally) {

    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("server", "PostgreSQL " + facts.version());
        values.put("seed", Long.toString(options.seed()));
        values.put("seconds", Integer.toString(options.seconds()));
        values.put("writers", Integer.toString(options.writers()));
        values.put("readers", options.readers().stream().map(ReaderKind::word).collect(Collectors.joining(",")));
        values.put("two-phase commit", facts.preparesTransactions() ? "yes" : "no, max_prepared_transactions is 0");
        addCounts(values);
        values.put("latency", facts.keepsCommitTimes() ? "from the server's commit" : "from asking for the commit");
        add(values, "latency", findings.latencies());
        findings.readers().forEach(reader -> addReader(values, reader));
        tally.counts().forEach((name, count) -> values.put(name, Long.toString(count)));
        values.put("result", findings.exitCode(options.enough()).name().toLowerCase(Locale.ROOT));
        return values;
    }

    /** The values, line by line. */
    @Override
    public String toString() {
        return values().entrySet().stream()
                .map(value -> value.getKey() + ": " + value.getValue() + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private void addCounts(Map<String, String> values) {
        values.put("committed", Long.toString(findings.committed()));
        values.put("deliveries expected", sum(ReaderVerdict::expected));
        values.put("missed", sum(ReaderVerdict::missed));
        values.put("duplicated", sum(ReaderVerdict::duplicated));
        values.put("out of order", sum(ReaderVerdict::outOfOrder));
        values.put("position went back", sum(ReaderVerdict::wentBack));
        values.put("delivered but not stored", sum(ReaderVerdict::notStored));
        values.put("delivered but not asked for", sum(ReaderVerdict::notAsked));
        values.put("acknowledged but not stored", Long.toString(findings.lost()));
        values.put(
                "readers that did not come to the end",
                Integer.toString(findings.behind().size()));
        values.put("gaps", Long.toString(findings.gaps()));
        long positions = findings.gaps() + findings.committed();
        values.put("gaps in percent of positions", decimal(positions == 0 ? 0 : 100.0 * findings.gaps() / positions));
    }

    private String sum(ToLongFunction<ReaderVerdict> count) {
        return Long.toString(findings.sum(count));
    }

    private static void addReader(Map<String, String> values, ReaderVerdict reader) {
        String name = "reader " + reader.reader();
        values.put(name + " expected", Long.toString(reader.expected()));
        values.put(name + " missed", Long.toString(reader.missed()));
        add(values, name + " latency", reader.latencies());
    }

    private static void add(Map<String, String> values, String name, Latencies latencies) {
        if (!latencies.isEmpty()) {
            values.put(name + " p50 ms", decimal(latencies.percentile(0.5)));
            values.put(name + " p99 ms", decimal(latencies.percentile(0.99)));
            values.put(name + " max ms", decimal(latencies.percentile(1)));
        }
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
