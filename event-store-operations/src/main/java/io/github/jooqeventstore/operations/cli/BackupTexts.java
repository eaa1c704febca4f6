package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.Contents;
import io.github.jooqeventstore.operations.backup.EventsBackup;
import io.github.jooqeventstore.operations.backup.Manifest;
import io.github.jooqeventstore.operations.backup.ParentBackup;
import io.github.jooqeventstore.operations.backup.PositionRange;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the commands of backups say to people, and which backup they mean. */
final class BackupTexts {
    private BackupTexts() {}

    /** {@return the backup with this id, or the newest complete one for {@code last}} */
    static Backup named(Catalog catalog, String id) {
        return id.equals("last")
                ? catalog.newest(backup -> true)
                        .orElseThrow(() -> new OperationsException(
                                ExitCode.USAGE, "folder " + catalog.folder() + ": expected a backup, found none"))
                : catalog.backup(id);
    }

    static String taken(Backup backup) {
        Manifest manifest = backup.manifest();
        Contents contents = manifest.contents();
        PositionRange range = manifest.range();
        ParentBackup parent = manifest.parent();
        StringBuilder text = new StringBuilder("backup    " + backup.id() + "\n");
        if (contents != null) {
            text.append("events    " + contents.events() + " in " + contents.streams() + " streams\n");
        }
        if (range != null) {
            text.append("positions behind " + range.after() + " through " + range.through() + "\n");
        }
        if (parent != null) {
            text.append("goes on   from " + parent.id() + "\n");
        }
        return text.append("size      " + manifest.size() + " bytes in " + seconds(manifest) + " s")
                .toString();
    }

    private static String seconds(Manifest manifest) {
        long millis =
                Duration.between(manifest.startedAt(), manifest.finishedAt()).toMillis();
        return millis / 1000 + "." + millis % 1000 / 100;
    }

    static List<String> heldBack(EventsBackup.Result result) {
        return result.heldBack() == 0
                ? List.of()
                : List.of("the last " + result.heldBack() + " positions are not final and left to the next backup: "
                        + (result.holders().isEmpty()
                                ? "appends go on"
                                : String.join(", ", result.holders()) + " has appended and is open"));
    }

    static String table(List<BackupLine> lines) {
        if (lines.isEmpty()) {
            return "no backups";
        }
        return lines.stream()
                .map(line -> String.format(
                                "%-34s %-10s %-8s %14d bytes  %s",
                                line.id(), line.state(), line.verified(), line.size(), rest(line))
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private static String rest(BackupLine line) {
        if (line.finding() != null) {
            return line.finding();
        }
        return line.events() == null
                ? ""
                : line.events() + " events to " + line.headPosition()
                        + (line.parent() == null ? "" : " behind " + Objects.toString(line.parent()));
    }
}
