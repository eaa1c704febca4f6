package io.github.jooqeventstore.operations.times;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Seconds that something took, a few times each. */
final class Times {
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    interface Work {
        void run() throws Exception;
    }

    void take(String what, Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        seconds.computeIfAbsent(what, it -> new ArrayList<>()).add((System.nanoTime() - begin) / 1e9);
    }

    double median(String what) {
        List<Double> sorted =
                seconds.getOrDefault(what, List.of()).stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }

    /** Writes a table, of which each row is beside what was done by hand. */
    void report(Path file, String title, Map<String, String> beside) throws IOException {
        StringBuilder text = new StringBuilder("\n## " + title + "\n\n| | s | median | by hand |\n|---|---|---|---|\n");
        seconds.forEach((what, all) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %s |%n",
                what,
                all.stream().map(it -> String.format(Locale.ROOT, "%.1f", it)).collect(Collectors.joining(", ")),
                median(what),
                beside.containsKey(what)
                        ? String.format(Locale.ROOT, "x %.2f", median(what) / median(beside.get(what)))
                        : "")));
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Refuses what takes longer than so many times what it takes by hand. */
    void assertWithin(double bound, Map<String, String> beside) {
        beside.forEach((ours, hand) ->
                assertThat(median(ours)).as("%s beside %s", ours, hand).isLessThanOrEqualTo(bound * median(hand)));
    }
}
