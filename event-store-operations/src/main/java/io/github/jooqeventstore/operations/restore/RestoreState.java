package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.wal.Lsn;
import io.github.jooqeventstore.operations.wal.StopPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the commands after a recovery must know: kept beside the data.
 *
 * @param asked the target, as it was asked for
 * @param base the id of the base backup
 * @param catalog the folder of the backups
 * @param archives the folders of the log
 * @param timeline the timeline it follows
 * @param record the last record it replays
 * @param end where that ends
 * @param settings of the server, as the origin needed them
 * @param highestKnown the highest position that is known to have been handed out
 * @param highestEpoch the highest epoch that the store is known to have had
 * @param accepted whether it was taken into use
 */
record RestoreState(
        String asked,
        String base,
        String catalog,
        List<String> archives,
        int timeline,
        String record,
        String end,
        Map<String, String> settings,
        long highestKnown,
        long highestEpoch,
        boolean accepted) {
    static final String FILE = "restore.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static RestoreState read(Path folder) {
        try {
            return JSON.readValue(Files.readAllBytes(folder.resolve(FILE)), RestoreState.class);
        } catch (IOException | JacksonException e) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "folder " + folder + ": expected a recovery made by restore pitr, found no " + FILE + " to read",
                    e);
        }
    }

    void write(Path folder) {
        Path fresh = folder.resolve("." + FILE);
        try {
            Files.write(fresh, JSON.writeValueAsBytes(this));
            Files.move(
                    fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "folder " + folder + ": expected to write there, found " + e, e);
        }
    }

    StopPoint stop() {
        return new StopPoint(timeline, Lsn.of(record), Lsn.of(end), null);
    }

    List<Path> paths() {
        return archives.stream().map(Path::of).toList();
    }

    RestoreState asAccepted() {
        return new RestoreState(
                asked, base, catalog, archives, timeline, record, end, settings, highestKnown, highestEpoch, true);
    }

    RestoreState movedTo(String target, StopPoint stop, long highest, long epoch) {
        return new RestoreState(
                target,
                base,
                catalog,
                archives,
                stop.timeline(),
                stop.record().toString(),
                stop.end().toString(),
                settings,
                Math.max(highest, highestKnown),
                Math.max(epoch, highestEpoch),
                false);
    }
}
