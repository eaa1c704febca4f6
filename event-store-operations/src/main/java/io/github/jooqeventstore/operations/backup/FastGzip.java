package io.github.jooqeventstore.operations.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Gzip that costs little time: what it leaves larger, a disk has. */
final class FastGzip extends GZIPOutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    FastGzip(OutputStream out) throws IOException {
        super(out, BUFFER_BYTES);
        def.setLevel(Deflater.BEST_SPEED);
    }
}
