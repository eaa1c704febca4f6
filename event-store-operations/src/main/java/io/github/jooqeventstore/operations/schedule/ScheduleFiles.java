package io.github.jooqeventstore.operations.schedule;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.schedule.BackupSchedule.StartedBy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a schedule. None of them holds a password.
 *
 * @param schedule what the jobs do
 * @param into the folder that the files are written into, and where the units expect the scripts
 */
public record ScheduleFiles(BackupSchedule schedule, Path into) {
    private static final String SCRIPT = "event-store-backup.sh";
    private static final String ALERT_SCRIPT = "event-store-backup-alert.sh";
    private static final int SECONDS_A_MINUTE = 60;

    /**
     * {@return the files, written}
     *
     * @throws OperationsException with {@link ExitCode#REFUSED} when one is there already: nothing is overwritten
     */
    public List<Path> write() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(SCRIPT, script());
        switch (schedule.system()) {
            case SYSTEMD -> units(files);
            case CRON -> files.put("event-store-backup.cron", filled("event-store-backup.cron"));
        }
        try {
            Files.createDirectories(into);
            for (String name : files.keySet()) {
                if (Files.exists(into.resolve(name))) {
                    throw new FileAlreadyExistsException(into.resolve(name).toString());
                }
            }
            List<Path> written = new ArrayList<>();
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = into.resolve(file.getKey());
                Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW);
                Files.setPosixFilePermissions(
                        path,
                        PosixFilePermissions.fromString(file.getKey().endsWith(".sh") ? "rwxr-xr-x" : "rw-r--r--"));
                written.add(path);
            }
            return List.copyOf(written);
        } catch (FileAlreadyExistsException e) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "file " + e.getFile() + ": expected none, found one; write into another folder, and compare",
                    e);
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "folder " + into + ": expected to write the files there, found " + e, e);
        }
    }

    private void units(Map<String, String> files) {
        files.put("event-store-backup@.service", filled("event-store-backup@.service"));
        timer(files, "daily", "*-*-* 02:00:00");
        timer(files, "weekly", "Sun *-*-* 03:00:00");
        timer(files, "monthly", "*-*-01 05:00:00");
        files.put("event-store-backup-alert@.service", filled("event-store-backup-alert@.service"));
        files.put(
                ALERT_SCRIPT,
                "#!/bin/sh\n# Tells somebody that a job has failed.\njob=$1\ncode=unknown\n" + command(schedule.alert())
                        + "\n");
    }

    private void timer(Map<String, String> files, String job, String calendar) {
        files.put(
                "event-store-backup-" + job + ".timer",
                filled("event-store-backup.timer")
                        .replace("@CALENDAR@", calendar)
                        .replace("@JITTER@", schedule.jitter().toSeconds() / SECONDS_A_MINUTE + "min")
                        .replace("@JOB@", job));
    }

    private String script() {
        boolean cron = schedule.system() == StartedBy.CRON;
        return filled(SCRIPT)
                .replace("@JITTER@", cron ? Long.toString(schedule.jitter().toSeconds()) : "0")
                .replace("@LOCK_WAIT@", Long.toString(schedule.lockWait().toSeconds()))
                .replace("@PRUNE@", "--keep " + schedule.keep() + " --window " + schedule.windowDays() + "d")
                .replace("@DAILY@", "backup events --from last --to \"$backups\"")
                .replace(
                        "@WEEKLY@",
                        switch (schedule.weekly()) {
                            case EVENTS -> "backup events --to \"$backups\"";
                            case FULL -> "backup full --to \"$backups\"";
                            case BASE -> "backup base --to \"$backups\"";
                        })
                .replace("@MONTHLY@", "backup verify --deep --in \"$backups\" --on '" + schedule.deepOn() + "' last")
                // The commands of the user last: nothing in them is one of our marks.
                .replace("@ALERT@", cron ? command(schedule.alert()) : ": # systemd starts event-store-backup-alert@")
                .replace("@UPLOAD@", command(schedule.upload()));
    }

    private static String command(@Nullable String command) {
        return command == null
                ? ": # none was given"
                : command.replace("{file}", "${file}")
                        .replace("{id}", "${id}")
                        .replace("{job}", "${job}")
                        .replace("{code}", "${code}");
    }

    private String filled(String name) {
        return text(name)
                .replace("@BACKUPS@", schedule.backups().toString())
                .replace("@METRICS@", schedule.metrics().toString())
                .replace("@SETTINGS@", schedule.settings().toString())
                .replace("@PROGRAM@", schedule.program().toString())
                .replace("@USER@", schedule.user())
                .replace("@SCRIPT@", into.resolve(SCRIPT).toString())
                .replace("@ALERT_SCRIPT@", into.resolve(ALERT_SCRIPT).toString());
    }

    private static String text(String name) {
        try (InputStream in = ScheduleFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("expected resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
