package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.lint.SqlScript;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * A file of the operator's.
 *
 * @param version its number
 * @param description the rest of its name, with spaces
 * @param path where it is
 * @param script what it holds
 */
record OperatorFile(int version, String description, Path path, SqlScript script) {
    String name() {
        return String.valueOf(path.getFileName());
    }

    /** {@return a number that changes with the text; line ends do not count} */
    int checksum() {
        var crc = new CRC32();
        script.text().lines().forEach(line -> {
            crc.update(line.stripTrailing().getBytes(StandardCharsets.UTF_8));
            crc.update('\n');
        });
        return (int) crc.getValue();
    }
}
