package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupVerification;
import io.github.jooqeventstore.operations.backup.FullBackup;
import io.github.jooqeventstore.operations.process.PasswordFile;
import io.github.jooqeventstore.operations.process.Program;
import io.github.jooqeventstore.operations.process.ProgramFailures;
import io.github.jooqeventstore.operations.process.ProgramRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A dump that comes into a database of its own: {@code pg_restore} in two steps, as documented, so that what is in the tables can
 * be read while their indexes are built.
 *
 * @param backup which holds it
 * @param target the new database
 * @param options how it is done
 * @param program pg_restore
 */
record Dump(Backup backup, DatabaseTarget target, DatabaseRestore.Options options, Path program) {
    /**
     * Makes the tables and fills them, and compares the files of the backup with their digests meanwhile: one connection copies,
     * and leaves a processor to it.
     */
    void restoreTables() {
        var read = CompletableFuture.runAsync(() -> BackupVerification.require(backup, Progress.NONE));
        try {
            run("--section=pre-data", "--section=data");
        } catch (OperationsException e) {
            // A file that is not what it was says more than what became of it.
            await(read);
            throw e;
        }
        await(read);
    }

    /** Builds keys and indexes, and whatever else comes behind the tables. */
    void restoreTheRest() {
        run("--section=post-data");
    }

    private static void await(CompletableFuture<Void> read) {
        try {
            read.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void run(String... sections) {
        List<String> arguments = new ArrayList<>(List.of(sections));
        arguments.addAll(List.of(
                "--exit-on-error", "--no-password", "--jobs=" + options.jobs(), "--dbname=" + target.database()));
        if (!options.owners()) {
            arguments.addAll(List.of("--no-owner", "--no-privileges"));
        }
        arguments.add(backup.file(FullBackup.DUMP).toAbsolutePath().toString());
        try (PasswordFile password = PasswordFile.of(target)) {
            Map<String, String> environment = new LinkedHashMap<>(target.environment(password.path()));
            environment.put("PGOPTIONS", "-c maintenance_work_mem=" + Connections.MAINTENANCE_MEMORY);
            ProgramRun run = Program.at(program)
                    .arguments(arguments)
                    .environment(environment)
                    .run();
            if (run.exitValue() != 0) {
                throw ProgramFailures.of(
                        "pg_restore", "to restore " + backup.id() + " into database " + target.database(), run);
            }
        }
    }
}
