package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on the disk, asked for before it is filled. */
final class FreeSpace {
    /** Events of JSON take about a sixth of their room when they are compressed: less than this is hopeless. */
    static final int COMPRESSION = 6;

    private FreeSpace() {}

    static void require(Path folder, long bytes) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < bytes) {
                throw new OperationsException(
                        ExitCode.NO_SPACE,
                        folder + ": expected about " + bytes + " bytes of room for the backup, found " + free
                                + "; make room, or name another folder");
            }
        } catch (IOException e) {
            throw BackupFiles.failure(folder, "to ask for its room", e);
        }
    }
}
