package io.github.jooqeventstore.operations.tune;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values of settings as people write them and as the server counts them, made comparable. */
final class SettingValue {
    private static final Pattern NUMBER = Pattern.compile("(-?[0-9.]+)\\s*([a-zA-Z]*)");
    // Bytes, or milliseconds.
    private static final Map<String, Double> UNITS = Map.ofEntries(
            Map.entry("B", 1d),
            Map.entry("kB", 1024d),
            Map.entry("8kB", 8192d),
            Map.entry("MB", 1024d * 1024),
            Map.entry("GB", 1024d * 1024 * 1024),
            Map.entry("TB", 1024d * 1024 * 1024 * 1024),
            Map.entry("us", 0.001),
            Map.entry("ms", 1d),
            Map.entry("s", 1000d),
            Map.entry("min", 60_000d),
            Map.entry("h", 3_600_000d),
            Map.entry("d", 86_400_000d));

    private SettingValue() {}

    /** {@return whether both mean the same} The unit is that of a value which names none. */
    static boolean same(String one, String other, @Nullable String unit) {
        Double left = number(one, unit);
        Double right = number(other, unit);
        if (left == null || right == null) {
            return one.equals(other);
        }
        // What was asked for in megabytes may be counted in blocks of eight kilobytes.
        return Math.abs(left - right) <= Math.max(Math.abs(left), Math.abs(right)) * 0.001;
    }

    /** {@return the elements of a list, such as the names of libraries} */
    static List<String> elements(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static @Nullable Double number(String text, @Nullable String unit) {
        Matcher matcher = NUMBER.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        double number = Double.parseDouble(matcher.group(1));
        if (number < 0) {
            // -1 means "none" or "as another setting", in no unit.
            return number;
        }
        String own = matcher.group(2).isEmpty() ? unit : matcher.group(2);
        Double factor = own == null ? Double.valueOf(1) : UNITS.get(own);
        return factor == null ? null : number * factor;
    }
}
