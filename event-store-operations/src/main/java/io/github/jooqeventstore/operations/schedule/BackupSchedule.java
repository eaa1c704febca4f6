package io.github.jooqeventstore.operations.schedule;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the jobs do, and by whom they are started.
 *
 * @param system who starts them
 * @param program the program event-store, an absolute path
 * @param backups the folder of the backups, an absolute path
 * @param metrics the folder of the textfile collector, an absolute path
 * @param settings a file of variables that hold URL, user and password, an absolute path; only the account may read it
 * @param user the account that runs the jobs
 * @param weekly what the weekly job takes
 * @param upload a command that copies a backup to another place: {@code {file}} stands for its folder, {@code {id}} for its
 *     name; null: none
 * @param alert a command that tells somebody: {@code {job}} and {@code {code}} stand for what failed; null: none
 * @param keep how many verified backups are kept at least
 * @param windowDays how many days back one must be able to go
 * @param deepOn a server, as a JDBC URL without a password, in whose scratch database the monthly job restores
 * @param jitter by how much the jobs are put off at random
 * @param lockWait how long a job waits for another one
 */
public record BackupSchedule(
        StartedBy system,
        Path program,
        Path backups,
        Path metrics,
        Path settings,
        String user,
        Weekly weekly,
        @Nullable String upload,
        @Nullable String alert,
        int keep,
        int windowDays,
        String deepOn,
        Duration jitter,
        Duration lockWait) {
    // What a shell, systemd and cron all take as it is.
    private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9_./-]*");
    private static final Pattern ACCOUNT = Pattern.compile("[a-z_][a-z0-9_-]*");
    private static final Pattern URL = Pattern.compile("jdbc:postgresql:[A-Za-z0-9_./:?=&%,-]+");

    /** Who starts the jobs. */
    public enum StartedBy {
        /** Timers of systemd, which also tell of failures. */
        SYSTEMD,
        /** cron; the script tells of failures itself. */
        CRON
    }

    /** What the weekly job takes. */
    public enum Weekly {
        /** All events, without any program of PostgreSQL's. */
        EVENTS,
        /** The whole database with {@code pg_dump}. */
        FULL,
        /** The files of the server. */
        BASE
    }

    /** Checks: what is written into scripts must be plain. */
    public BackupSchedule {
        plain("program", program);
        plain("folder of the backups", backups);
        plain("folder of the metrics", metrics);
        plain("file of the settings", settings);
        require(ACCOUNT.matcher(user).matches(), "account", "a plain name", user);
        require(upload == null || upload.contains("{file}"), "upload", "a command with {file}", "another text");
        require(oneLine(upload), "upload", "one line", "several");
        require(oneLine(alert), "alert", "one line", "several");
        require(
                URL.matcher(deepOn).matches() && !deepOn.contains("password"),
                "server",
                "a plain JDBC URL without a password",
                "another text");
        require(keep > 0 && windowDays >= 0, "retention", "positive numbers", keep + " and " + windowDays);
    }

    private static void plain(String subject, Path path) {
        require(
                PLAIN.matcher(path.toString()).matches(),
                subject,
                "an absolute path of letters, digits and _ . / -",
                path.toString());
    }

    private static boolean oneLine(@Nullable String text) {
        return text == null || text.lines().count() == 1;
    }

    private static void require(boolean condition, String subject, String expectation, String finding) {
        if (!condition) {
            throw new OperationsException(ExitCode.USAGE, subject + ": expected " + expectation + ", found " + finding);
        }
    }
}
