package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.Contents;
import io.github.jooqeventstore.operations.backup.ContentsQuery;
import io.github.jooqeventstore.operations.backup.FullBackup;
import io.github.jooqeventstore.operations.process.AtInterrupt;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Restores a backup of a whole database into a new one, which is dropped again when anything is wrong with it. */
public final class DatabaseRestore {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'_'HHmmss").withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 63 - "_restore_00000000_000000".length();

    private DatabaseRestore() {}

    /**
     * How it is done.
     *
     * @param into the name of the new database
     * @param owners whether what is restored belongs to those it belonged to, who are created without a login where they are
     *     missing; false: all belongs to the user, and rights are left out
     * @param rewindCheckpoints whether checkpoints are led into the new epoch
     * @param gap how many positions are passed over
     * @param jobs how many tables and indexes are restored at once
     * @param programs PostgreSQL's programs
     */
    public record Options(
            String into, boolean owners, boolean rewindCheckpoints, long gap, int jobs, PostgresPrograms programs) {}

    /**
     * What has happened.
     *
     * @param backup the id of the backup
     * @param database the new database
     * @param rolesCreated the roles that were missing
     * @param contents what is in the store
     * @param after what was done to the store as a whole
     * @param swapPlan the SQL that puts the new database into the place of the old one, to be run by hand
     */
    public record Report(
            String backup,
            String database,
            List<String> rolesCreated,
            Contents contents,
            AfterRestore after,
            List<String> swapPlan) {
        /** Copies. */
        public Report {
            rolesCreated = List.copyOf(rolesCreated);
            swapPlan = List.copyOf(swapPlan);
        }
    }

    /**
     * Restores.
     *
     * @param target a database of the server, other than the new one; it is left as it is
     * @throws OperationsException with the code of what failed: {@link ExitCode#REFUSED} when the new database is there
     *     already, {@link ExitCode#INTEGRITY} when something else came out than went in
     */
    public static Report execute(DatabaseTarget target, Backup backup, Options options, Progress progress) {
        if (backup.manifest().kind() != BackupKind.FULL) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "backup " + backup.id() + ": expected one of a database, found one of kind "
                            + backup.manifest().kind().word());
        }
        Path program = program(backup, options.programs());
        try (OperationsDatabase server = OperationsDatabase.open(target)) {
            requireFree(server.dsl(), options.into());
            // It has its name when it is whole.
            String begun = shortened(options.into()) + "_restore_" + TIME.format(Instant.now());
            AtInterrupt interrupted = AtInterrupt.undo(() -> drop(target, begun));
            boolean done = false;
            try {
                server.dsl().execute("create database {0} template template0 encoding 'UTF8'", DSL.name(begun));
                Report report = fill(server, backup, options, begun, program, progress);
                server.dsl().execute("alter database {0} rename to {1}", DSL.name(begun), DSL.name(options.into()));
                done = true;
                return report;
            } finally {
                interrupted.close();
                if (!done) {
                    drop(target, begun);
                }
            }
        } catch (DataAccessException e) {
            throw DatabaseFailures.of(target.toString(), "to restore beside it", e);
        }
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    private static void drop(DatabaseTarget target, String name) {
        try (OperationsDatabase server = OperationsDatabase.open(target)) {
            server.dsl().execute("drop database if exists {0} with (force)", DSL.name(name));
        }
    }

    // A program reads what an older one has written, and speaks to servers that are older and newer.
    private static Path program(Backup backup, PostgresPrograms programs) {
        int version = Integer.parseInt(backup.manifest().details().getOrDefault(FullBackup.CLIENT_VERSION, "15"));
        return programs.client("pg_restore", version)
                .orElseThrow(() -> programs.missing("pg_restore", version))
                .path();
    }

    private static void requireFree(DSLContext dsl, String name) {
        if (dsl.fetchExists(DSL.selectOne().from("pg_catalog.pg_database").where("datname = {0}", DSL.val(name)))) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "database " + name + ": expected none of this name, found one; name another, or drop it by hand");
        }
    }

    private static Report fill(
            OperationsDatabase server, Backup backup, Options options, String into, Path program, Progress progress) {
        Contents expected = backup.manifest().contents();
        if (expected == null) {
            throw new OperationsException(
                    ExitCode.INTEGRITY, "backup " + backup.id() + ": expected counts in its manifest, found none");
        }
        List<String> created = options.owners() ? createRoles(server.dsl(), backup) : List.of();
        DatabaseTarget target =
                server.target().database(into).schema(backup.manifest().source().schema());
        var dump = new Dump(backup, target, options, program);
        progress.at("restore the tables, and read the files of the backup", 0, 0);
        dump.restoreTables();
        progress.at("build keys and indexes, and compare with the manifest", 0, 0);
        compare(dump, expected);
        try (OperationsDatabase database = OperationsDatabase.open(target)) {
            DSLContext dsl = database.dsl();
            var known = new AfterRestore.Known(
                    backup.manifest().source().epoch(),
                    expected.highestPosition(),
                    options.gap(),
                    options.rewindCheckpoints());
            AfterRestore after = dsl.transactionResult(it -> AfterRestore.apply(it.dsl(), known));
            return new Report(
                    backup.id(), options.into(), created, expected, after, swapPlan(dsl, backup, options.into()));
        }
    }

    private static void compare(Dump dump, Contents expected) {
        String subject = "backup " + dump.backup().id();
        AtomicReference<@Nullable Contents> found = new AtomicReference<>();
        AtomicInteger broken = new AtomicInteger();
        var connections = new Connections(dump.target(), dump.options().jobs());
        connections.run(List.of(dsl -> dump.restoreTheRest(), dsl -> found.set(ContentsQuery.of(dsl))));
        Restored.require(subject, expected, Objects.requireNonNull(found.get()));
        connections.run(List.of(dsl -> broken.set(AfterRestore.brokenStreams(dsl)), dsl -> dsl.execute("analyze")));
        if (broken.get() > 0) {
            throw new OperationsException(
                    ExitCode.INTEGRITY,
                    subject + ": expected every stream to have the versions 1 to its head, found " + broken.get()
                            + " that have not; restore it by pg_restore, and mend them by hand");
        }
    }

    private static List<String> createRoles(DSLContext dsl, Backup backup) {
        List<String> created = new ArrayList<>();
        String roles = backup.manifest().details().getOrDefault(FullBackup.NEEDED_ROLES, "");
        for (String role : roles.lines().filter(it -> !it.startsWith("pg_")).toList()) {
            if (!dsl.fetchExists(DSL.selectOne().from("pg_catalog.pg_roles").where("rolname = {0}", DSL.val(role)))) {
                dsl.execute("create role {0} nologin", DSL.name(role));
                created.add(role);
            }
        }
        return created;
    }

    private static List<String> swapPlan(DSLContext dsl, Backup backup, String into) {
        String old = backup.manifest().source().database();
        String live = dsl.render(DSL.name(old == null ? "live" : old));
        String kept = dsl.render(DSL.name((old == null ? "live" : old) + "_before"));
        String restored = dsl.render(DSL.name(into));
        return List.of(
                "-- stop the application; then, connected to database postgres:",
                "alter database " + live + " rename to " + kept + ";",
                "alter database " + restored + " rename to " + live + ";",
                "-- start the application; when all is well: drop database " + kept + ";");
    }
}
