package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.process.PasswordFile;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.process.Program;
import io.github.jooqeventstore.operations.process.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server's files by {@code pg_basebackup}, and checked by {@code pg_verifybackup} where there is one.
 *
 * @param client the program
 * @param programs where others are
 * @param target a database of the server
 */
record ClientCopy(PostgresPrograms.Found client, PostgresPrograms programs, DatabaseTarget target) {
    Copied into(Path data, int serverVersion, Progress progress) {
        progress.at("pg_basebackup", 0, 0);
        try (PasswordFile password = PasswordFile.of(target)) {
            ProgramRun run = Program.at(client.path())
                    .arguments(
                            "--pgdata=" + data,
                            "--format=plain",
                            "--wal-method=stream",
                            "--checkpoint=fast",
                            "--manifest-checksums=SHA256",
                            "--no-password",
                            // It is brought to the disk with the manifest of its own.
                            "--no-sync")
                    .environment(target.environment(password.path()))
                    .run();
            if (run.exitValue() != 0) {
                throw new OperationsException(
                        exitCode(run.lastWord()),
                        target + ": expected pg_basebackup to copy the server's files, found " + run.lastWord());
            }
        }
        JsonNode manifest = manifest(data);
        Optional<PostgresPrograms.Found> verifier = programs.exactly("pg_verifybackup", serverVersion);
        verifier.ifPresent(found -> verify(found, data, progress));
        return new Copied(range(manifest), verifier.isEmpty() ? Map.of() : digests(manifest));
    }

    /**
     * What was copied.
     *
     * @param wal its log
     * @param digests of those files that pg_verifybackup has read after they were written, by their paths in the backup
     */
    record Copied(WalRange wal, Map<String, String> digests) {}

    private static void verify(PostgresPrograms.Found program, Path data, Progress progress) {
        progress.at("pg_verifybackup", 0, 0);
        ProgramRun run =
                Program.at(program.path()).arguments("--quiet", data.toString()).run();
        if (run.exitValue() != 0) {
            throw new OperationsException(
                    ExitCode.INTEGRITY,
                    "base backup: expected pg_verifybackup to find it well, found " + run.lastWord());
        }
    }

    private static Map<String, String> digests(JsonNode manifest) {
        Map<String, String> digests = new HashMap<>();
        for (JsonNode file : manifest.get("Files")) {
            if (file.path("Checksum-Algorithm").asString("").equals("SHA256") && file.has("Path")) {
                digests.put(
                        BaseBackup.DATA + "/" + file.get("Path").asString(),
                        file.get("Checksum").asString());
            }
        }
        return digests;
    }

    private static JsonNode manifest(Path data) {
        try {
            return new JsonMapper().readTree(Files.readAllBytes(data.resolve("backup_manifest")));
        } catch (IOException e) {
            throw BackupFiles.failure(data.resolve("backup_manifest"), "to read it", e);
        }
    }

    private static WalRange range(JsonNode manifest) {
        JsonNode range = manifest.get("WAL-Ranges").get(0);
        return new WalRange(
                range.get("Timeline").asInt(),
                range.get("Start-LSN").asString(),
                range.get("End-LSN").asString());
    }

    private static ExitCode exitCode(String word) {
        String said = word.toLowerCase(Locale.ROOT);
        if (said.contains("no space left")) {
            return ExitCode.NO_SPACE;
        }
        if (said.contains("authentication failed") || said.contains("must be") || said.contains("permission denied")) {
            return ExitCode.LOGIN_REFUSED;
        }
        return said.contains("connect") ? ExitCode.CANNOT_CONNECT : ExitCode.CHECK_FAILED;
    }
}
