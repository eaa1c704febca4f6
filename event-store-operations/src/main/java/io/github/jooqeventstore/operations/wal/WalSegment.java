package io.github.jooqeventstore.operations.wal;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file of the log.
 *
 * @param timeline the timeline in its name
 * @param number the how manieth it is since the beginning of the log
 * @param partial whether it is one that was still being written: {@code .partial}
 * @param file where it is
 */
public record WalSegment(int timeline, long number, boolean partial, Path file) {
    private static final Pattern NAME = Pattern.compile("([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(\\.partial)?");
    private static final long LOG = 1L << 32;

    /** {@return the segment of this name, or null where it is no segment's} */
    static @Nullable WalSegment of(Path file, int segmentSize) {
        Matcher matcher = NAME.matcher(file.getFileName().toString());
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(2), 16) * (LOG / segmentSize) + Long.parseLong(matcher.group(3), 16);
        return new WalSegment(Integer.parseInt(matcher.group(1), 16), number, matcher.group(4) != null, file);
    }

    /** {@return the name that PostgreSQL gives to a segment} */
    public static String name(int timeline, long number, int segmentSize) {
        long perLog = LOG / segmentSize;
        return "%08X%08X%08X".formatted(timeline, number / perLog, number % perLog);
    }

    /** {@return the name of its file} */
    public String name() {
        return file.getFileName().toString();
    }
}
