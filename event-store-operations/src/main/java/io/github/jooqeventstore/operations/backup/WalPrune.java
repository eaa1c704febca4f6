package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Segments of the log that no kept base backup needs: those before the first segment of the oldest one. */
final class WalPrune {
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
    private static final int HEX = 16;
    private static final int TIMELINE_DIGITS = 8;
    private static final int LOG_BITS = 32;
    private static final long LOG_BYTES = 1L << LOG_BITS;
    private static final long SMALLEST = 1L << 20;
    private static final long LARGEST = 1L << 30;

    private WalPrune() {}

    /** {@return what can go, in order; nothing where there is no base backup that tells how far} */
    static List<Path> removable(Path archive, Collection<Backup> kept) {
        List<WalRange> ranges = kept.stream()
                .map(backup -> backup.manifest().wal())
                .filter(java.util.Objects::nonNull)
                .toList();
        OptionalLong oldest =
                ranges.stream().mapToLong(range -> lsn(range.startLsn())).min();
        if (oldest.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(archive)) {
            List<Path> segments = files.filter(file ->
                            SEGMENT.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
            if (segments.isEmpty()) {
                return List.of();
            }
            long size = Files.size(segments.getLast());
            if (size < SMALLEST || size > LARGEST || Long.bitCount(size) != 1) {
                throw new OperationsException(
                        ExitCode.REFUSED,
                        "file " + segments.getLast() + ": expected a whole segment, found " + size
                                + " bytes; no segment is removed");
            }
            return segments.stream()
                    .filter(file -> end(file.getFileName().toString(), size) <= oldest.getAsLong())
                    .toList();
        } catch (IOException e) {
            throw BackupFiles.failure(archive, "to read the archive of the log", e);
        }
    }

    // Of whatever timeline, as pg_archivecleanup does: a segment of another one may be needed as long as its place is.
    private static long end(String name, long size) {
        long log = Long.parseLong(name.substring(TIMELINE_DIGITS, 2 * TIMELINE_DIGITS), HEX);
        long segment = Long.parseLong(name.substring(2 * TIMELINE_DIGITS), HEX);
        return (log * (LOG_BYTES / size) + segment + 1) * size;
    }

    private static long lsn(String text) {
        String[] parts = text.split("/", -1);
        return (Long.parseLong(parts[0], HEX) << LOG_BITS) + Long.parseLong(parts[1], HEX);
    }
}
