package io.github.jooqeventstore.benchmarks;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;

/** What each contender reaches, as a ratio to the base of its benchmark at the same work and the same number of threads. */
record RatioTable(List<Line> lines) {

    /** One contender at one work: medians of all its iterations, in operations a second. */
    record Line(String benchmark, String contender, String events, int threads, double rate, double ratio) {}

    /** Plain JDBC; for subscriptions, reading without one. */
    private static final Set<String> BASES = Set.of("jdbc", "readAll");

    static RatioTable of(Collection<RunResult> results) {
        return new RatioTable(
                results.stream().map(result -> line(result, results)).toList());
    }

    private static Line line(RunResult result, Collection<RunResult> all) {
        double rate = median(result);
        double base = all.stream()
                .filter(other -> BASES.contains(contender(other)) && sameWork(result, other))
                .mapToDouble(RatioTable::median)
                .findFirst()
                .orElse(Double.NaN);
        return new Line(
                benchmark(result),
                contender(result),
                events(result),
                result.getParams().getThreads(),
                rate,
                rate / base);
    }

    private static boolean sameWork(RunResult one, RunResult other) {
        return benchmark(one).equals(benchmark(other))
                && one.getParams().getThreads() == other.getParams().getThreads()
                && events(one).equals(events(other));
    }

    /** How many events the work is about, times its callers: all that are stored, unless it says otherwise. */
    private static String events(RunResult result) {
        String events = result.getParams().getParam("events");
        String callers = result.getParams().getParam("callers");
        return events != null
                ? events
                : callers != null ? "1 x " + callers : result.getParams().getParam("stored");
    }

    private static double median(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    private static String contender(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String benchmark(RunResult result) {
        String name = result.getParams().getBenchmark();
        String type = name.substring(0, name.lastIndexOf('.'));
        return type.substring(type.lastIndexOf('.') + 1);
    }

    void print(PrintStream out) {
        out.printf(
                "%n%-16s %7s %7s  %-20s %12s %7s%n",
                "benchmark", "events", "threads", "contender", "per second", "ratio");
        for (Line line : lines) {
            out.printf(
                    Locale.ROOT,
                    "%-16s %7s %7d  %-20s %,12.2f %7.2f%n",
                    line.benchmark(),
                    line.events(),
                    line.threads(),
                    line.contender(),
                    line.rate(),
                    line.ratio());
        }
    }
}
