package io.github.jooqeventstore.operations.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.process.Program;
import io.github.jooqeventstore.operations.process.ProgramRun;
import io.github.jooqeventstore.operations.schedule.BackupSchedule.StartedBy;
import io.github.jooqeventstore.operations.schedule.BackupSchedule.Weekly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleFilesTest {
    @TempDir
    private Path folder;

    private BackupSchedule schedule(StartedBy system, @Nullable String upload, @Nullable String alert) {
        return new BackupSchedule(
                system,
                folder.resolve("event-store"),
                folder.resolve("backups"),
                folder.resolve("metrics"),
                folder.resolve("backup.env"),
                "root",
                Weekly.EVENTS,
                upload,
                alert,
                1,
                0,
                TestStore.withoutSchema().url(),
                Duration.ZERO,
                Duration.ZERO);
    }

    private void write(StartedBy system, @Nullable String upload, @Nullable String alert) {
        new ScheduleFiles(schedule(system, upload, alert), folder.resolve("jobs")).write();
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Nested
    class Script {
        private final TestStore store = TestStore.create();

        @BeforeEach
        void install() throws IOException {
            executable(
                    folder.resolve("event-store"),
                    "#!/bin/sh\nexec '" + System.getProperty("java.home")
                            + "/bin/java' -Xshare:auto -XX:TieredStopAtLevel=1"
                            + " -cp '" + System.getProperty("java.class.path")
                            + "' io.github.jooqeventstore.operations.cli.Main \"$@\"\n");
            Files.writeString(
                    folder.resolve("backup.env"),
                    "EVENT_STORE_URL='" + store.url() + "'\nEVENT_STORE_USER='"
                            + store.target().user() + "'\nEVENT_STORE_PASSWORD='"
                            + store.target().password() + "'\n");
            executable(
                    folder.resolve("upload.sh"),
                    "#!/bin/sh\nset -eu\n[ ! -e '" + folder + "/no-upload' ]\ncp -r \"$1\" '" + folder
                            + "/elsewhere-'\"$2\"\n");
            write(StartedBy.CRON, folder + "/upload.sh \"{file}\" {id}", "echo {job} {code} >>'" + folder + "/alerts'");
            store.append(10);
        }

        private ProgramRun run(String job) {
            return Program.at(Path.of("/usr/bin/env"))
                    .arguments(
                            "-i", folder.resolve("jobs/event-store-backup.sh").toString(), job)
                    .atMost(Duration.ofMinutes(2))
                    .run();
        }

        private Path metric(String job) {
            return folder.resolve("metrics/event_store_backup_" + job + ".prom");
        }

        private String alerts() throws IOException {
            Path file = folder.resolve("alerts");
            return Files.exists(file) ? Files.readString(file) : "";
        }

        @Test
        void takesVerifiesUploadsPrunesAndSaysSoInItsMetric() throws IOException {
            ProgramRun weekly = run("weekly");
            assertThat(weekly.exitValue()).as("%s", weekly).isZero();
            store.append(10);
            ProgramRun daily = run("daily");
            assertThat(daily.exitValue()).as("%s", daily).isZero();

            assertThat(Files.readString(metric("daily")))
                    .containsPattern(
                            "(?m)^event_store_backup_last_success_timestamp_seconds\\{job_name=\"daily\"} \\d+$");
            assertThat(Files.readString(metric("verified")))
                    .containsPattern("(?m)^event_store_backup_verified_timestamp_seconds \\d+$");
            var backups = Catalog.open(folder.resolve("backups")).backups();
            assertThat(backups).hasSize(2).allMatch(it -> it.verified());
            assertThat(backups.getLast().manifest().parent()).isNotNull();
            assertThat(folder.resolve("elsewhere-" + backups.getLast().id() + "/manifest.json"))
                    .exists();
            assertThat(Files.getPosixFilePermissions(backups.getLast().folder()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(alerts()).isEmpty();
            ProgramRun monthly = run("monthly");
            assertThat(monthly.exitValue()).as("%s", monthly).isZero();
            assertThat(metric("monthly")).exists();
            assertThat(Catalog.open(folder.resolve("backups"))
                            .backups()
                            .getLast()
                            .deeplyVerified())
                    .isTrue();
            assertThat(weekly.output() + weekly.errors() + daily.output() + daily.errors())
                    .doesNotContain("EVENT_STORE_PASSWORD");

            // A whole one makes the chain before it superfluous, but only when it has arrived elsewhere.
            Files.createFile(folder.resolve("no-upload"));
            String verified = Files.readString(metric("verified"));
            ProgramRun failed = run("weekly");
            assertThat(failed.exitValue()).as("%s", failed).isNotZero();
            assertThat(Catalog.open(folder.resolve("backups")).backups()).hasSize(3);
            assertThat(metric("weekly")).doesNotExist();
            assertThat(metric("daily")).exists();
            assertThat(metric("verified")).hasContent(verified);
            assertThat(alerts()).isEqualTo("weekly " + failed.exitValue() + "\n");
        }

        @Test
        void endsWithTheCodeOfWhatFailed() throws IOException {
            Files.writeString(
                    folder.resolve("backup.env"),
                    "EVENT_STORE_URL=jdbc:postgresql://localhost:1/orders\nEVENT_STORE_USER=me\n");

            ProgramRun run = run("daily");

            assertThat(run.exitValue()).isEqualTo(3);
            assertThat(metric("daily")).doesNotExist();
            assertThat(alerts()).isEqualTo("daily 3\n");
            assertThat(Catalog.open(folder.resolve("backups")).entries()).isEmpty();
        }

        @Test
        void leavesTheWorkToWhoeverHoldsTheLock() throws Exception {
            Files.createDirectories(folder.resolve("backups"));
            Path lock = Files.createFile(folder.resolve("backups/.schedule.lock"));
            Process holder = new ProcessBuilder("flock", lock.toString(), "sh", "-c", "echo held; read line")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                assertThat(holder.inputReader().readLine()).isEqualTo("held");

                ProgramRun run = run("daily");

                assertThat(run.exitValue()).isEqualTo(9);
                assertThat(run.errors()).contains("another job is at work");
                assertThat(alerts()).isEqualTo("daily 9\n");
                assertThat(Catalog.open(folder.resolve("backups")).entries()).isEmpty();
            } finally {
                holder.getOutputStream().close();
                holder.waitFor();
            }
        }

        @Test
        void knowsItsJobs() {
            assertThat(run("hourly").exitValue()).isEqualTo(2);
        }
    }

    @Nested
    class Units {
        @Test
        void areWhatSystemdUnderstands() throws IOException {
            write(StartedBy.SYSTEMD, "aws s3 cp --recursive \"{file}\" \"s3://backups/{id}/\"", "mail-somebody {job}");
            executable(folder.resolve("event-store"), "#!/bin/sh\n");
            Path jobs = folder.resolve("jobs");

            assertThat(Files.readString(jobs.resolve("event-store-backup-daily.timer")))
                    .contains(
                            "OnCalendar=*-*-* 02:00:00",
                            "Persistent=true",
                            "RandomizedDelaySec=0min",
                            "Unit=event-store-backup@daily.service");
            assertThat(Files.readString(jobs.resolve("event-store-backup@.service")))
                    .contains(
                            "UMask=0077", "OnFailure=event-store-backup-alert@%i.service", "EnvironmentFile=" + folder);
            assertThat(Files.readString(jobs.resolve("event-store-backup.sh")))
                    .contains("aws s3 cp --recursive \"${file}\" \"s3://backups/${id}/\"");
            Path analyze = Path.of("/usr/bin/systemd-analyze");
            if (Files.isExecutable(analyze)) {
                ProgramRun run = Program.at(analyze)
                        .arguments("verify", "--man=no")
                        .arguments(
                                jobs.resolve("event-store-backup-daily.timer").toString(),
                                jobs.resolve("event-store-backup-weekly.timer").toString(),
                                jobs.resolve("event-store-backup-monthly.timer").toString(),
                                jobs.resolve("event-store-backup@.service").toString(),
                                jobs.resolve("event-store-backup-alert@.service")
                                        .toString())
                        .run();
                assertThat(run.errors() + run.output()).doesNotContain(jobs.toString());
                assertThat(run.exitValue()).as("%s", run).isZero();
            }
        }

        @Test
        void areNeverWrittenOverOthers() {
            write(StartedBy.CRON, null, null);

            assertThatThrownBy(() -> write(StartedBy.SYSTEMD, null, null))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED));
        }

        @Test
        void refuseWhatAShellWouldReadOtherwise() {
            assertThatThrownBy(() -> write(StartedBy.CRON, "aws s3 cp", null)).hasMessageContaining("{file}");
            assertThatThrownBy(() -> new BackupSchedule(
                            StartedBy.CRON,
                            Path.of("/usr/bin/event-store"),
                            Path.of("/var/backups/it's"),
                            folder,
                            folder,
                            "root",
                            Weekly.FULL,
                            null,
                            null,
                            7,
                            14,
                            "jdbc:postgresql://localhost/postgres",
                            Duration.ZERO,
                            Duration.ZERO))
                    .hasMessageContaining("absolute path");
        }
    }
}
