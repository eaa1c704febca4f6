package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.process.PasswordFile;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.process.Program;
import io.github.jooqeventstore.operations.process.ProgramFailures;
import io.github.jooqeventstore.operations.process.ProgramRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jooq.exception.DataAccessException;

/** Takes a backup of a whole database by {@code pg_dump}, and of the roles of its server by {@code pg_dumpall}. */
public final class FullBackup {
    /** The dump. */
    public static final String DUMP = "database.dump";
    /** The roles of the server, without passwords, as SQL. */
    public static final String ROLES = "roles.sql";
    /** Among the details: the first number of the version of {@code pg_dump}. */
    public static final String CLIENT_VERSION = "clientMajorVersion";
    /** Among the details: the roles that own something in the database or have rights on it, a line each. */
    public static final String NEEDED_ROLES = "roles";

    private static final int FIRST_WITH_ZSTD = 16;

    private FullBackup() {}

    /**
     * How it is taken.
     *
     * @param storeOnly the schema of the store alone, not the whole database
     * @param programs PostgreSQL's programs
     */
    public record Options(boolean storeOnly, PostgresPrograms programs) {}

    /**
     * Takes it.
     *
     * @throws OperationsException with the code of what failed, {@link
     *     io.github.jooqeventstore.operations.ExitCode#PROGRAM_MISSING} where {@code pg_dump} is missing or too old; the catalog
     *     is then as it was
     */
    public static Backup take(DatabaseTarget target, Catalog catalog, Options options, Progress progress) {
        try (Snapshot snapshot = Snapshot.open(target)) {
            Dump dump = Dump.of(target, options, snapshot);
            try (PartialBackup partial = catalog.begin(BackupKind.FULL)) {
                FreeSpace.require(
                        partial.folder(),
                        snapshot.dsl()
                                        .fetchSingle(
                                                "select pg_catalog.pg_database_size(pg_catalog.current_database())")
                                        .get(0, Long.class)
                                / FreeSpace.COMPRESSION);
                return take(snapshot, dump, partial, progress);
            }
        } catch (DataAccessException e) {
            throw DatabaseFailures.of(target.toString(), "the store in schema " + target.schema(), e);
        }
    }

    private static Backup take(Snapshot snapshot, Dump dump, PartialBackup partial, Progress progress) {
        var counted = CompletableFuture.supplyAsync(() -> {
            try (OperationsDatabase database = snapshot.join()) {
                return ContentsQuery.of(database.dsl());
            }
        });
        // Roles are no part of the snapshot: they are asked for meanwhile.
        var roles = CompletableFuture.runAsync(
                () -> dump.writeRoles(partial.folder().resolve(ROLES)));
        try {
            progress.at("dump the database and the roles", 0, 0);
            dump.writeDatabase(partial.folder().resolve(DUMP));
        } catch (RuntimeException e) {
            CompletableFuture.allOf(counted, roles)
                    .handle((nothing, failure) -> null)
                    .join();
            throw e;
        }
        Contents contents = Waiting.result(counted);
        Waiting.result(roles);
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                partial.id(),
                BackupKind.FULL,
                partial.startedAt(),
                Instant.now(),
                snapshot.source("pg_dump " + dump.programs().version()),
                contents.withHighestPosition(snapshot.highestPosition(contents.headPosition())),
                null,
                null,
                null,
                List.of(),
                Map.of(
                        CLIENT_VERSION,
                        Integer.toString(dump.programs().version()),
                        NEEDED_ROLES,
                        String.join("\n", neededRoles(snapshot))),
                List.of());
        progress.at("write to disk", 0, 0);
        return partial.complete(manifest::withFiles);
    }

    // Whoever owns something or has been granted something: what a restore cannot do without.
    private static List<String> neededRoles(Snapshot snapshot) {
        return snapshot.dsl().fetch("""
                        select distinct r.rolname::text
                        from pg_catalog.pg_shdepend d
                          join pg_catalog.pg_roles r on r.oid = d.refobjid and d.refclassid = 'pg_catalog.pg_authid'::regclass
                          join pg_catalog.pg_database b on b.datname = pg_catalog.current_database()
                        where d.dbid = b.oid or (d.classid = 'pg_catalog.pg_database'::regclass and d.objid = b.oid)
                        order by 1
                        """).getValues(0, String.class);
    }

    private record Programs(Path dump, Path roles, int version) {}

    private record Dump(DatabaseTarget target, Programs programs, List<String> arguments) {
        static Dump of(DatabaseTarget target, Options options, Snapshot snapshot) {
            int server = snapshot.database().serverMajorVersion();
            var dump = options.programs()
                    .client("pg_dump", server)
                    .orElseThrow(() -> options.programs().missing("pg_dump", server));
            var roles = options.programs()
                    .client("pg_dumpall", server)
                    .orElseThrow(() -> options.programs().missing("pg_dumpall", server));
            List<String> arguments = new ArrayList<>(List.of(
                    "--format=custom",
                    "--no-password",
                    // It is brought to the disk with the manifest.
                    "--no-sync",
                    "--snapshot=" + snapshot.id(),
                    "--compress=" + (dump.majorVersion() >= FIRST_WITH_ZSTD ? "zstd:3" : "1")));
            if (options.storeOnly()) {
                arguments.add("--strict-names");
                arguments.add("--schema=" + pattern(target.schema()));
            }
            return new Dump(target, new Programs(dump.path(), roles.path(), dump.majorVersion()), arguments);
        }

        // A quoted name is taken as it is, in its own case and with all its signs.
        private static String pattern(String schema) {
            return "\"" + schema.replace("\"", "\"\"") + "\"";
        }

        void writeDatabase(Path file) {
            run("pg_dump", programs.dump(), arguments, file);
        }

        void writeRoles(Path file) {
            run(
                    "pg_dumpall",
                    programs.roles(),
                    List.of(
                            "--globals-only",
                            "--no-sync",
                            "--no-role-passwords",
                            "--no-password",
                            "--database=" + target.database()),
                    file);
        }

        private void run(String name, Path program, List<String> options, Path file) {
            try (PasswordFile password = PasswordFile.of(target)) {
                ProgramRun run = Program.at(program)
                        .arguments(options.toArray(String[]::new))
                        .arguments("--file=" + file.toAbsolutePath())
                        .environment(target.environment(password.path()))
                        .run();
                if (run.exitValue() != 0) {
                    throw ProgramFailures.of(name, "to dump " + target, run);
                }
            }
        }
    }
}
