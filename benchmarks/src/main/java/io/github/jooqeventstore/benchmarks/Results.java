package io.github.jooqeventstore.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run has found: a file beside the code.
 *
 * @param date the day, as in 2026-11-25
 * @param rounds how often each contender did each work, in turn
 * @param seconds how long each was measured in a round
 * @param machine what it ran on
 * @param versions what was measured
 * @param settings those of the server that are not PostgreSQL's own
 * @param results one line for each contender at each work
 */
record Results(
        @JsonProperty("date") String date,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("secondsPerRound") double seconds,
        @JsonProperty("machine") Map<String, String> machine,
        @JsonProperty("versions") Map<String, String> versions,
        @JsonProperty("settings") Map<String, String> settings,
        @JsonProperty("results") List<Line> results) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static Results read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), Results.class);
    }

    /** These, and of the earlier ones of the same day on the same machine what was not measured again. */
    Results and(Results earlier) {
        if (!earlier.withoutLines().equals(withoutLines())) {
            return this;
        }
        Set<List<Object>> again = results.stream().map(Results::measured).collect(Collectors.toSet());
        List<Line> lines = Stream.concat(
                        earlier.results.stream().filter(line -> !again.contains(measured(line))), results.stream())
                .toList();
        return new Results(date, rounds, seconds, machine, versions, settings, lines);
    }

    private Results withoutLines() {
        return new Results(date, rounds, seconds, machine, versions, settings, List.of());
    }

    /** What is compared with each other, and so measured in one run. */
    private static List<Object> measured(Line line) {
        return List.of(line.work(), line.events(), line.threads());
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    void print(PrintStream out) {
        out.printf(
                "%n%-36s %7s %7s  %-26s %12s %7s %10s %9s %12s%n",
                "work", "events", "threads", "contender", "per second", "ratio", "CPU us", "CPU ratio", "bytes");
        for (Line line : results) {
            out.printf(
                    Locale.ROOT,
                    "%-36s %7d %7d  %-26s %,12.1f %7s %10s %9s %12s%n",
                    line.work(),
                    line.events(),
                    line.threads(),
                    line.contender(),
                    line.throughput(),
                    number("%.2f", line.ratio()),
                    number("%,.1f", line.cpuMicros()),
                    number("%.2f", line.cpuRatio()),
                    number("%,.0f", line.allocatedBytes()));
        }
    }

    /** A dash where nothing is known. */
    static String number(String format, @Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, format, value);
    }
}
