package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments in the folders of an archive, the folder of {@code pg_receivewal} or the {@code pg_wal} of a dead server, as
 * they are at this moment.
 */
public final class WalArchive {
    private static final int SEGMENT_SIZE_AT = 32;
    private static final int SYSTEM_AT = 24;

    private final List<Path> folders;
    private final int segmentSize;
    private final long system;
    private final Map<String, WalSegment> segments = new HashMap<>();
    private final TreeMap<Integer, Timeline> timelines = new TreeMap<>();

    private WalArchive(List<Path> folders, int segmentSize, long system) {
        this.folders = folders;
        this.segmentSize = segmentSize;
        this.system = system;
    }

    /**
     * {@return what is in the folders; where two have the same file, the first one counts}
     *
     * @throws OperationsException with {@link ExitCode#USAGE} when a folder cannot be read, with {@link
     *     ExitCode#INTEGRITY} when none holds a segment
     */
    public static WalArchive of(List<Path> folders) {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (var some = Files.list(folder)) {
                some.sorted().forEach(files::add);
            } catch (IOException e) {
                throw new OperationsException(
                        ExitCode.USAGE, "folder " + folder + ": expected an archive of the log, found " + e, e);
            }
        }
        WalArchive archive = beginning(folders, files);
        files.forEach(archive::take);
        return archive;
    }

    private static WalArchive beginning(List<Path> folders, List<Path> files) {
        for (Path file : files) {
            // The size of segments decides what a name means, and stands in the file: any size will do here.
            if (WalSegment.of(file, 1 << 24) != null) {
                byte[] header = new byte[WalPage.LONG_HEADER];
                try (InputStream in = Files.newInputStream(file)) {
                    if (in.readNBytes(header, 0, header.length) == header.length) {
                        var bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
                        WalPage page = WalPage.at(bytes, 0);
                        int size = bytes.getInt(SEGMENT_SIZE_AT);
                        if (page.version() != 0 && page.isLong() && size >= 1 << 20 && Integer.bitCount(size) == 1) {
                            return new WalArchive(List.copyOf(folders), size, bytes.getLong(SYSTEM_AT));
                        }
                    }
                } catch (IOException e) {
                    // Another one may be readable; this one is missed when it is its turn.
                }
            }
        }
        throw new OperationsException(
                ExitCode.INTEGRITY,
                "archive " + folders + ": expected segments of the log, found none that can be read");
    }

    private void take(Path file) {
        String name = file.getFileName().toString();
        WalSegment segment = WalSegment.of(file, segmentSize);
        if (segment != null) {
            segments.putIfAbsent(name, segment);
        } else if (name.matches("[0-9A-F]{8}\\.history")) {
            Timeline timeline = Timeline.of(file);
            timelines.put(timeline.number(), timeline);
        }
    }

    /** {@return the folders, in the order of their weight} */
    public List<Path> folders() {
        return folders;
    }

    /** {@return how many bytes a segment has} */
    public int segmentSize() {
        return segmentSize;
    }

    /** {@return the system identifier of the cluster that wrote the log} */
    public long system() {
        return system;
    }

    /** {@return the number of the newest timeline that the archive knows of} */
    public int newestTimeline() {
        int ofSegments =
                segments.values().stream().mapToInt(WalSegment::timeline).max().orElse(1);
        return timelines.isEmpty() ? ofSegments : Math.max(ofSegments, timelines.lastKey());
    }

    /** {@return whether data of one timeline at a place leads into another one} */
    public boolean leads(int from, Lsn at, int into) {
        return timeline(into).comesFrom(from, at);
    }

    /** {@return the newest timeline that data of this one at a place leads into} */
    Timeline newest(int timeline, Lsn at) {
        return timelines.descendingMap().values().stream()
                .filter(candidate -> candidate.comesFrom(timeline, at))
                .findFirst()
                .orElse(Timeline.first(timeline));
    }

    /** {@return the timeline of this number} */
    Timeline timeline(int number) {
        return timelines.getOrDefault(number, Timeline.first(number));
    }

    /** {@return the segment that a server on this timeline would take, or null where there is none} */
    @Nullable
    WalSegment segment(Timeline timeline, long number) {
        for (int holder : timeline.holders(number, segmentSize)) {
            String name = WalSegment.name(holder, number, segmentSize);
            WalSegment found = segments.getOrDefault(name, segments.get(name + ".partial"));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** {@return all segments} */
    Collection<WalSegment> segments() {
        return segments.values();
    }

    /** {@return the next segment on the timeline behind this one that holds what its name says, or null} */
    @Nullable
    WalSegment behind(Timeline timeline, long number) {
        return segments.values().stream()
                .filter(segment -> segment.number() > number)
                .filter(segment ->
                        timeline.holders(segment.number(), segmentSize).contains(segment.timeline()))
                .sorted(Comparator.comparingLong(WalSegment::number))
                .filter(this::isItself)
                .findFirst()
                .orElse(null);
    }

    // A server's own folder holds segments for later, named already, with old pages in them.
    private boolean isItself(WalSegment segment) {
        if (!WalPages.isLive(segment)) {
            return true;
        }
        SegmentBytes bytes = SegmentBytes.read(segment, segmentSize);
        return bytes.bytes().limit() > WalPage.LONG_HEADER
                && WalPage.at(bytes.bytes(), 0).wrong(segment.number() * segmentSize, true) == null;
    }
}
