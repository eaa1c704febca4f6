package io.github.jooqeventstore.operations.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** A time as people write it: 500ms, 2s, 10m, 1h, 2d. */
final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    @Override
    public Duration convert(String text) {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches()) {
            throw new CommandLine.TypeConversionException(
                    "expected a time such as 500ms, 2s, 10m, 1h or 2d, found " + text);
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
