package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** What is called ordinary at a glance, a parser finds nothing against. */
class JsonScanProperties {

    private static final String[] PIECES = {
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\n", "\\u0061", "\\u0000", "\"a\"", "\"b\"", "0", "-", "1.5", ".",
        "e9", "true", "null", " ", "\n", "\t", "ü", "\u0001"
    };

    @Property(tries = 20_000)
    void whatIsOrdinaryCanBeStored(@ForAll long seed) {
        Random random = new Random(seed);
        String json = changed(value(random, 4), random);
        boolean ordinary = JsonScan.isOrdinary(json);
        Statistics.label("ordinary").collect(ordinary).coverage(seen -> {
            seen.check(true).percentage(share -> share > 10);
            seen.check(false).percentage(share -> share > 10);
        });
        if (ordinary) {
            assertThatCode(() -> StorableJson.read("text", json)).as(json).doesNotThrowAnyException();
        }
    }

    @Example
    void usualPayloadsAreOrdinary() {
        assertThat(IntStream.range(0, 500).mapToObj(seed -> value(new Random(seed), 5)))
                .allMatch(JsonScan::isOrdinary);
        assertThat(
                        " {\"a\": [1, -2.50, 0.0, true, false, null, \"\\\"\\\\\\/\\b\\f\\n\\r\\t é€\"], \"b\": {}, \"c\": []} ")
                .matches(JsonScan::isOrdinary);
    }

    @Example
    void whatAParserMustLookAtIsNot() {
        String names = IntStream.range(0, 200)
                .mapToObj(i -> "\"name" + i + "\": 1")
                .collect(Collectors.joining(",", "{", "}"));
        assertThat(new String[] {
                    "",
                    " ",
                    "{",
                    "\"",
                    "\"\\",
                    "-",
                    "1.",
                    ".5",
                    "01",
                    "1e9",
                    "+1",
                    "tru",
                    "truex",
                    "[1,]",
                    "[,1]",
                    "{\"a\"}",
                    "{\"a\": 1,}",
                    "{a: 1}",
                    "{\"a\": 1, \"a\": 2}",
                    "{\"a\": {\"b\": 1, \"b\": 2}}",
                    "{\"\\n\": 1}",
                    "\"\\u0061\"",
                    "\"\\x\"",
                    "\"\n\"",
                    "1 2",
                    "{} {}",
                    "1".repeat(101),
                    "[".repeat(65) + "]".repeat(65),
                    names
                })
                .noneMatch(JsonScan::isOrdinary);
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> Integer.toString(random.nextInt(-1_000, 1_000));
            case 1 -> random.nextInt(1_000) + "." + random.nextInt(1_000);
            case 2 -> random.nextBoolean() ? "true" : "null";
            case 3, 4 -> "\"" + "text \\t".repeat(random.nextInt(3)) + "\"";
            case 5 -> several(random, i -> value(random, depth - 1), "[", "]");
            default -> several(random, i -> "\"name" + i + "\" : " + value(random, depth - 1), "{", "}");
        };
    }

    private static String several(Random random, IntFunction<String> part, String begin, String end) {
        return IntStream.range(0, random.nextInt(5))
                .mapToObj(part)
                .collect(Collectors.joining(random.nextBoolean() ? "," : " , ", begin, end));
    }

    /** As it is, or with pieces put in, taken out or copied to somewhere else. */
    private static String changed(String json, Random random) {
        StringBuilder changed = new StringBuilder(json);
        for (int i = random.nextInt(3); i > 0; i--) {
            int place = random.nextInt(changed.length() + 1);
            int end = Math.min(changed.length(), place + random.nextInt(1, 8));
            switch (random.nextInt(3)) {
                case 0 -> changed.insert(place, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> changed.delete(place, end);
                default -> changed.insert(random.nextInt(changed.length() + 1), changed.substring(place, end));
            }
        }
        return changed.toString();
    }
}
