package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.files.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of a chain, bucket by bucket, and stops at the first link that does not hold.
 *
 * <p>It is text: a first line {@code event-store-chain 1 STORE}, and a line for each bucket, {@code AFTER THROUGH EVENTS DIGEST
 * MARKS LINK}. A link is the SHA-256 of the link before, a space and the rest of the line; the first one follows that of the
 * first line.
 */
final class ChainReader implements AutoCloseable {
    static final String MAGIC = "event-store-chain 1 ";
    private static final int PARTS = 6;

    private final Path file;
    private final BufferedReader lines;
    private final UUID storeId;
    private String link;
    private long through;
    private long events;
    private @Nullable ChainBucket last;

    private ChainReader(Path file, BufferedReader lines, UUID storeId) {
        this.file = file;
        this.lines = lines;
        this.storeId = storeId;
        this.link = Sha256.hex(MAGIC + storeId);
    }

    static ChainReader open(Path file) {
        try {
            BufferedReader lines = Files.newBufferedReader(file);
            try {
                String first = lines.readLine();
                if (first == null || !first.startsWith(MAGIC)) {
                    throw new OperationsException(
                            ExitCode.USAGE, "file " + file + ": expected a chain of store chain, found another file");
                }
                return new ChainReader(file, lines, UUID.fromString(first.substring(MAGIC.length())));
            } catch (IOException | RuntimeException e) {
                lines.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new OperationsException(ExitCode.USAGE, "file " + file + ": expected to read a chain, found " + e, e);
        }
    }

    UUID storeId() {
        return storeId;
    }

    ChainState state() {
        return new ChainState(events, through, link);
    }

    /** {@return the bucket that was read last, or null before the first} */
    @Nullable
    ChainBucket last() {
        return last;
    }

    /**
     * {@return the next bucket, or null at the end}
     *
     * @throws BrokenChainException where a line is not what it was
     */
    @Nullable
    ChainBucket next() throws BrokenChainException {
        try {
            String line = lines.readLine();
            return line == null ? null : taken(line);
        } catch (IOException e) {
            throw new BrokenChainException("file " + file, "to read it, found " + e.getMessage());
        }
    }

    private ChainBucket taken(String line) throws BrokenChainException {
        String[] parts = line.split(" ", -1);
        if (parts.length != PARTS) {
            throw broken("a whole line, found a part of one");
        }
        ChainBucket bucket;
        try {
            bucket = new ChainBucket(
                    Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]), parts[3], parts[4]);
        } catch (NumberFormatException e) {
            throw broken("numbers, found another text");
        }
        String linked = bucket.link(link);
        if (bucket.after() != through || !linked.equals(parts[5])) {
            throw broken("the link of what precedes it, found another");
        }
        link = linked;
        through = bucket.through();
        events += bucket.events();
        last = bucket;
        return bucket;
    }

    private BrokenChainException broken(String expectation) {
        return new BrokenChainException("file " + file + ", bucket behind position " + through, expectation);
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            // It was only read.
        }
    }
}
