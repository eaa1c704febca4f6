package io.github.jooqeventstore.operations.cli;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a page shows beside what was shown: … is any text in a line, and as a line any lines. */
final class ShownLines {
    private static final String ANY = "…";

    private ShownLines() {}

    static boolean match(List<String> documented, List<String> shown) {
        if (documented.isEmpty()) {
            return shown.isEmpty();
        }
        String first = documented.getFirst();
        List<String> others = documented.subList(1, documented.size());
        if (!first.strip().equals(ANY)) {
            return !shown.isEmpty()
                    && pattern(first).matcher(shown.getFirst()).matches()
                    && match(others, shown.subList(1, shown.size()));
        }
        for (int skipped = 0; skipped <= shown.size(); skipped++) {
            if (match(others, shown.subList(skipped, shown.size()))) {
                return true;
            }
        }
        return false;
    }

    private static Pattern pattern(String line) {
        return Pattern.compile(
                Arrays.stream(line.split(ANY, -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
