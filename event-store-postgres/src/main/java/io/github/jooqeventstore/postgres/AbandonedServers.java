package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What killed JVMs have left in the workplace, and their watchdogs too: removed by the next start. */
final class AbandonedServers {
    /** A younger folder may be one that another JVM is about to lock. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private AbandonedServers() {}

    static void remove(Workplace workplace, Binaries binaries, ServerAccount account) {
        Instant limit = Instant.now().minus(YOUNG);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(workplace.folder(), "{throwaway,unpacking}-*")) {
            for (Path folder : folders) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(limit)) {
                    remove(folder, binaries, account);
                }
            }
        } catch (IOException e) {
            // Another JVM cleans up at the same time, or the next one will.
        }
    }

    private static void remove(Path folder, Binaries binaries, ServerAccount account) throws IOException {
        try (DataFolder abandoned = DataFolder.abandoned(folder)) {
            if (abandoned != null) {
                OldServer.stop(new Programs(binaries, account, abandoned));
            }
        } catch (PostgresServerException e) {
            // In use after all, or not to be stopped: it stays where it is.
        }
    }
}
