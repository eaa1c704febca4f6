package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.store.StoreFinding.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares the events of a moment with what a chain has seen of them. */
record ChainComparison(ReadSnapshot snapshot, UUID storeId, Findings findings, Progress progress) {

    ChainState run(Path file, @Nullable String noted) {
        long through = through(file);
        try (ChainReader reader = ChainReader.open(file)) {
            if (!reader.storeId().equals(storeId)) {
                throw new OperationsException(
                        ExitCode.REFUSED,
                        "file " + file + ": expected the chain of store " + storeId + ", found that of store "
                                + reader.storeId());
            }
            Walk walk = new Walk(reader);
            new EventDigests(snapshot.database(), progress).read(0, through, walk::event);
            walk.end();
            if (noted != null && !noted.equals(reader.state().link())) {
                findings.add(
                        Kind.CHAIN_BROKEN,
                        "file " + file,
                        "the last link " + noted,
                        "the last link " + reader.state().link());
            }
            return reader.state();
        } catch (BrokenChainException e) {
            throw new IllegalStateException("it was read a moment ago", e);
        }
    }

    /** How far the chain can be followed. What is behind a broken line proves nothing. */
    private long through(Path file) {
        try (ChainReader reader = ChainReader.open(file)) {
            try {
                while (reader.next() != null) {
                    progress.at("read the chain", reader.state().events(), 0);
                }
            } catch (BrokenChainException e) {
                findings.add(Kind.CHAIN_BROKEN, e.subject(), e.expectation(), "a line that was changed or cut off");
            }
            return reader.state().through();
        }
    }

    /** Goes along the events and the buckets at once. */
    private final class Walk {
        private final ChainReader reader;
        private final Map<Long, Long> marks = new HashMap<>();
        private final List<ChainBucket.Mark> order = new ArrayList<>();
        private @Nullable ChainBucket bucket;
        private ChainBucketBuilder seen = new ChainBucketBuilder(0);

        Walk(ChainReader reader) throws BrokenChainException {
            this.reader = reader;
            this.bucket = reader.next();
        }

        void event(long position, byte[] digest) {
            while (bucket != null && position > bucket.through()) {
                close(bucket);
            }
            order.add(new ChainBucket.Mark(position, ChainBucket.mark(digest, 0)));
            seen.add(position, digest);
        }

        void end() {
            // Those behind a broken line were not asked for.
            while (bucket != null) {
                close(bucket);
            }
        }

        private void close(ChainBucket closed) {
            ChainBucket found = seen.build();
            if (!found.digest().equals(closed.digest())) {
                compare(closed);
            }
            order.clear();
            seen = new ChainBucketBuilder(closed.through());
            try {
                bucket = reader.next();
            } catch (BrokenChainException e) {
                // It was told when the chain was read.
                bucket = null;
            }
        }

        private void compare(ChainBucket chained) {
            String where = " in the bucket of positions " + (chained.after() + 1) + " through " + chained.through();
            marks.clear();
            order.forEach(mark -> marks.put(mark.position(), mark.mark()));
            boolean told = false;
            for (ChainBucket.Mark mark : chained.decoded()) {
                Long now = marks.remove(mark.position());
                if (now == null) {
                    told = true;
                    findings.add(Kind.EVENT_DELETED, "position " + mark.position(), "the event" + where, "none");
                } else if (now != mark.mark()) {
                    told = true;
                    findings.add(Kind.EVENT_ALTERED, "position " + mark.position(), "the event" + where, "another");
                }
            }
            for (long position : marks.keySet().stream().sorted().toList()) {
                told = true;
                findings.add(Kind.EVENT_ADDED, "position " + position, "no event" + where, "one");
            }
            if (!told) {
                findings.add(
                        Kind.EVENT_ALTERED,
                        "positions " + (chained.after() + 1) + " through " + chained.through(),
                        "the digest of their bucket",
                        "another, though each event has its mark");
            }
        }
    }
}
