package io.github.jooqeventstore.operations.process;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** A server that has never run: what there is before a restore on another machine. */
public final class NewCluster {
    /** Its superuser. */
    public static final String USER = "postgres";

    private static final int OLDEST = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private NewCluster() {}

    /**
     * {@return the version of the newest programs that can make a server}
     *
     * @throws OperationsException with {@link ExitCode#PROGRAM_MISSING} where there are none
     */
    public static int newestVersion(PostgresPrograms programs) {
        return programs.client("initdb", OLDEST)
                .orElseThrow(() -> programs.missing("initdb", OLDEST))
                .majorVersion();
    }

    /**
     * {@return a server in the folder, not started}
     *
     * @param folder none yet
     * @param majorVersion of which there must be programs
     * @param programs where they are
     * @param password the superuser's
     * @throws OperationsException with the code of what failed
     */
    public static ClusterServer make(Path folder, int majorVersion, PostgresPrograms programs, String password) {
        Path program = programs.exactly("initdb", majorVersion)
                .orElseThrow(() -> programs.missing("initdb", majorVersion))
                .path();
        Path whole = folder.toAbsolutePath().normalize();
        Path file = whole.resolve("password");
        try {
            Files.createDirectories(whole);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, password + "\n");
            Path parent = whole.getParent();
            FolderAccount.giveTo(parent == null ? whole : parent, whole);
            ProgramRun run = FolderAccount.of(whole)
                    .run(program)
                    .arguments(
                            "--pgdata=data",
                            "--username=" + USER,
                            "--pwfile=" + file.getFileName(),
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--data-checksums")
                    .in(whole)
                    .atMost(PATIENCE)
                    .run();
            if (run.exitValue() != 0) {
                throw ProgramFailures.of("initdb", "to make a server in " + whole, run);
            }
            return ClusterServer.in(whole, programs);
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "folder " + whole + ": expected to make a server there, found " + e, e);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is the owner's alone, and the server goes with its folder.
        }
    }
}
