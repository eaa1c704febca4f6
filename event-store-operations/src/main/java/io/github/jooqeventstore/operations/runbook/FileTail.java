package io.github.jooqeventstore.operations.runbook;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a file that may be large. */
final class FileTail {
    private FileTail() {}

    /** {@return the whole lines among its last bytes} */
    static List<String> lines(Path file, int bytes) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - bytes);
            in.seek(from);
            byte[] tail = new byte[(int) (in.length() - from)];
            in.readFully(tail);
            List<String> lines =
                    new String(tail, StandardCharsets.UTF_8).lines().toList();
            return from == 0 || lines.isEmpty() ? lines : lines.subList(1, lines.size());
        }
    }
}
