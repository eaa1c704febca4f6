package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.files.FullDisk;
import io.github.jooqeventstore.operations.files.Sha256;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A chain of digests over the events of a store, in a file outside the database: whoever changes an event there cannot change
 * the file, too.
 *
 * <p>It takes about ten bytes an event. Keep it, or its last link alone, where the database's administrators cannot write.
 */
public final class EventChain {
    private EventChain() {}

    /**
     * What was written.
     *
     * @param state the chain as it is now
     * @param added how many events were added to it
     */
    public record Extended(ChainState state, long added) {}

    /**
     * Writes the chain of all final events, or goes on behind the last one of a chain that is there.
     *
     * @param file the file; it is replaced as a whole when all is written
     * @throws OperationsException with {@link ExitCode#REFUSED} when the file is the chain of another store, with {@link
     *     ExitCode#INTEGRITY} when the chain is broken or its last events are not those of the store
     */
    public static Extended extend(DatabaseTarget target, Path file, Progress progress) {
        Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
        try (ReadSnapshot snapshot = ReadSnapshot.open(target)) {
            UUID storeId = StoreState.read(snapshot.database()).storeId();
            ChainState before = Files.exists(file) ? checked(snapshot, storeId, file, progress) : null;
            try {
                if (before == null) {
                    Files.writeString(partial, ChainReader.MAGIC + storeId + "\n");
                    before = new ChainState(0, 0, Sha256.hex(ChainReader.MAGIC + storeId));
                } else {
                    Files.copy(file, partial, StandardCopyOption.REPLACE_EXISTING);
                }
                ChainState now = append(snapshot, partial, before, progress);
                try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return new Extended(now, now.events() - before.events());
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new OperationsException(
                    FullDisk.or(ExitCode.USAGE, e), "file " + file + ": expected to write the chain, found " + e, e);
        }
    }

    private static ChainState append(ReadSnapshot snapshot, Path file, ChainState before, Progress progress)
            throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
            var pen = new Pen(writer, before);
            new EventDigests(snapshot.database(), progress)
                    .read(before.through(), snapshot.finalPosition(), pen::event);
            pen.end();
            return pen.state;
        }
    }

    private static final class Pen {
        private final BufferedWriter writer;
        private ChainState state;
        private ChainBucketBuilder bucket;

        Pen(BufferedWriter writer, ChainState state) {
            this.writer = writer;
            this.state = state;
            this.bucket = new ChainBucketBuilder(state.through());
        }

        void event(long position, byte[] digest) {
            bucket.add(position, digest);
            if (bucket.events() == ChainBucket.EVENTS) {
                end();
            }
        }

        void end() {
            if (bucket.events() == 0) {
                return;
            }
            ChainBucket built = bucket.build();
            String link = built.link(state.link());
            try {
                writer.write(built.text() + " " + link + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            state = new ChainState(state.events() + built.events(), built.through(), link);
            bucket = new ChainBucketBuilder(built.through());
        }
    }

    /** The chain goes on only where it is whole and its last bucket is still what the store holds. */
    private static ChainState checked(ReadSnapshot snapshot, UUID storeId, Path file, Progress progress) {
        try (ChainReader reader = ChainReader.open(file)) {
            if (!reader.storeId().equals(storeId)) {
                throw new OperationsException(
                        ExitCode.REFUSED,
                        "file " + file + ": expected the chain of store " + storeId + ", found that of store "
                                + reader.storeId() + "; name another file");
            }
            while (reader.next() != null) {
                progress.at("read the chain", reader.state().events(), 0);
            }
            ChainBucket last = reader.last();
            if (last != null) {
                var now = new ChainBucketBuilder(last.after());
                new EventDigests(snapshot.database(), progress).read(last.after(), last.through(), now::add);
                if (!now.build().digest().equals(last.digest())) {
                    throw new OperationsException(
                            ExitCode.INTEGRITY,
                            "file " + file + ": expected the events of positions " + (last.after() + 1) + " through "
                                    + last.through()
                                    + " as they were, found others; see event-store store verify --chain");
                }
            }
            return reader.state();
        } catch (BrokenChainException e) {
            throw new OperationsException(
                    ExitCode.INTEGRITY, e.getMessage() + "; use a copy of the chain from another place", e);
        }
    }
}
