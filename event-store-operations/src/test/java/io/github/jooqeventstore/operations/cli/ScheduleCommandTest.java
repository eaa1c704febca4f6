package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code schedule generate}: each of its options is in the files. */
class ScheduleCommandTest {
    private static final String[] ALL = {
        "--backups", "/srv/backups/orders",
        "--program", "/opt/event-store/event-store",
        "--settings", "/etc/orders/backup.env",
        "--metrics", "/srv/metrics",
        "--account", "orders_backup",
        "--weekly", "BASE",
        "--upload", "rclone copy \"{file}\" \"far:{id}\"",
        "--alert", "page-somebody {job} {code}",
        "--keep", "9",
        "--window", "21d",
        "--deep-on", "jdbc:postgresql://scratch/postgres",
        "--jitter", "7m",
        "--lock-wait", "3m"
    };

    @TempDir
    private Path folder;

    private Cli generate(String system, String... more) {
        String[] command = {
            "schedule", "generate", system, "--into", folder.resolve("jobs").toString()
        };
        return Cli.call(Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new));
    }

    private String file(String name) throws IOException {
        return Files.readString(folder.resolve("jobs").resolve(name));
    }

    @Test
    void writesThemIntoTheFilesOfCron() throws IOException {
        Cli call = generate("--cron", ALL);

        assertThat(call.code()).as(call.err()).isZero();
        assertThat(file("event-store-backup.sh"))
                .contains(
                        "backups='/srv/backups/orders'",
                        "event_store='/opt/event-store/event-store'",
                        "settings='/etc/orders/backup.env'",
                        "metrics='/srv/metrics'",
                        "backup base --to",
                        "rclone copy \"${file}\" \"far:${id}\"",
                        "page-somebody ${job} ${code}",
                        "--keep 9 --window 21d",
                        "--on 'jdbc:postgresql://scratch/postgres'",
                        "% 420",
                        "flock -w 180 9");
        assertThat(file("event-store-backup.cron")).contains(" orders_backup ");
    }

    @Test
    void writesThemIntoTheFilesOfSystemd() throws IOException {
        Cli call = generate("--systemd", ALL);

        assertThat(call.code()).as(call.err()).isZero();
        assertThat(file("event-store-backup@.service"))
                .contains("User=orders_backup", "EnvironmentFile=/etc/orders/backup.env", "/srv/metrics");
        assertThat(file("event-store-backup-daily.timer")).contains("RandomizedDelaySec=7min");
        assertThat(file("event-store-backup-alert.sh")).contains("page-somebody ${job} ${code}");
    }

    @Test
    void refusesWhatIsNotPlainAndWhatIsThereAlready() {
        String[] needed = {"--backups", "/srv/backups", "--deep-on", "jdbc:postgresql://scratch/postgres"};
        int first = generate("--cron", needed).code();

        assertThat(first).isZero();
        assertThat(generate("--cron", needed).code()).isEqualTo(5);
        assertThat(generate("--cron", "--backups", "/srv/it's", "--deep-on", "jdbc:postgresql://scratch/postgres")
                        .code())
                .isEqualTo(2);
        assertThat(generate("--cron", "--backups", "/srv/backups").code()).isEqualTo(2);
    }
}
