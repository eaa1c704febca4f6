package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.migration.SchemaFinding;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Contents;
import io.github.jooqeventstore.operations.backup.ContentsQuery;
import io.github.jooqeventstore.operations.backup.CopiedTable;
import io.github.jooqeventstore.operations.backup.TableShape;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The schema that a backup is restored into before it takes its place: made by the library's own migrations, so that keys,
 * identity, indexes and triggers are what they should be.
 *
 * @param database a connection to it, whose tables are those of the staging schema
 * @param chain what comes in
 */
record Staging(OperationsDatabase database, Chain chain) {
    private static final int BUFFER_BYTES = 1 << 16;

    private String schema() {
        return database.target().schema();
    }

    /**
     * Makes it and fills it.
     *
     * @param live the schema whose own columns and indexes are kept; null: the backup's are made again
     * @param tables those to restore
     * @param jobs how many connections build indexes, and read what came in, at once
     * @return what is in it
     */
    Contents fill(@Nullable String live, List<String> tables, int jobs, Progress progress) {
        SchemaMigrations.of(database.target().dataSource()).schema(schema()).migrate();
        try {
            database.connection().setAutoCommit(false);
            DSLContext dsl = database.dsl();
            dsl.execute("set local search_path = pg_catalog");
            dsl.execute("set local statement_timeout = 0");
            List<OwnParts> parts = new ArrayList<>();
            for (String table : tables) {
                parts.add(copy(dsl, table, live, progress));
            }
            database.connection().commit();
            progress.at("build keys and indexes, and read what came in", 0, 0);
            Contents found = build(parts, jobs);
            dsl.execute("set local search_path = pg_catalog");
            parts.forEach(part -> part.makeConstraints(dsl));
            database.connection().commit();
            database.connection().setAutoCommit(true);
            return found;
        } catch (SQLException e) {
            throw DatabaseFailures.of(database.target().toString(), "to restore into schema " + schema(), e);
        }
    }

    private Contents build(List<OwnParts> parts, int jobs) {
        AtomicReference<@Nullable Contents> found = new AtomicReference<>();
        List<Consumer<DSLContext>> pieces = new ArrayList<>();
        pieces.add(dsl -> found.set(ContentsQuery.of(dsl)));
        parts.forEach(part -> pieces.addAll(part.builds()));
        new Connections(database.target(), jobs).run(pieces);
        return Objects.requireNonNull(found.get());
    }

    private OwnParts copy(DSLContext dsl, String table, @Nullable String live, Progress progress) throws SQLException {
        CopiedTable newest = Chain.table(chain.last(), table);
        OwnParts parts = OwnParts.of(
                dsl,
                schema(),
                table,
                live == null ? null : TableShape.read(dsl, live, table).orElse(null),
                newest == null ? null : newest.shape());
        parts.addColumns(dsl);
        parts.dropIndexes(dsl);
        // Emptied in this transaction: rows may come in frozen, and no later vacuum has to write them again.
        dsl.execute("alter table {0} disable trigger user", DSL.name(schema(), table));
        dsl.execute("truncate {0}", DSL.name(schema(), table));
        dsl.execute("alter table {0} enable trigger user", DSL.name(schema(), table));
        List<Backup> sources = table.equals("events") ? chain.backups() : List.of(chain.last());
        for (Backup source : sources) {
            CopiedTable copied = Chain.table(source, table);
            if (copied != null) {
                progress.at("copy " + table + " of " + source.id(), 0, copied.rows());
                copy(source, copied);
            }
        }
        return parts;
    }

    private void copy(Backup source, CopiedTable table) throws SQLException {
        String columns = table.shape().storedColumns().stream()
                .map(column -> database.dsl().render(DSL.name(column.name())))
                .collect(Collectors.joining(", "));
        // COPY is not in jOOQ's language: names alone are put into it, quoted by jOOQ.
        String sql =
                "copy " + database.dsl().render(DSL.name(schema(), table.shape().table())) + " (" + columns
                        + ") from stdin (format binary, freeze)";
        try (var in = new GZIPInputStream(Files.newInputStream(source.file(table.file())), BUFFER_BYTES)) {
            long rows = database.connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(sql, in, BUFFER_BYTES);
            if (rows != table.rows()) {
                throw broken(source, table.rows() + " rows in " + table.file(), "" + rows);
            }
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.INTEGRITY,
                    "backup " + source.id() + ": expected to read " + table.file() + ", found " + e.getMessage(),
                    e);
        }
    }

    private static OperationsException broken(Backup source, String expected, String found) {
        return new OperationsException(
                ExitCode.INTEGRITY, "backup " + source.id() + ": expected " + expected + ", found " + found);
    }

    /** Compares what came in with the manifests, and with what a store must be. */
    void verify(Contents found, List<String> tables, int jobs, Progress progress) {
        progress.at("compare with the manifest", 0, 0);
        Restored.require("backup " + chain.last().id(), chain.contents(), found);
        AtomicInteger broken = new AtomicInteger();
        List<Consumer<DSLContext>> pieces = new ArrayList<>();
        pieces.add(dsl -> broken.set(AfterRestore.brokenStreams(dsl)));
        tables.forEach(table -> pieces.add(dsl -> dsl.execute("analyze {0}", DSL.name(schema(), table))));
        pieces.add(dsl -> requireSchema());
        new Connections(database.target(), jobs).run(pieces);
        if (broken.get() > 0) {
            throw broken(
                    chain.last(), "every stream to have the versions 1 to its head", broken.get() + " that have not");
        }
    }

    private void requireSchema() {
        List<SchemaFinding> findings = SchemaMigrations.of(database.target().dataSource())
                .schema(schema())
                .validate();
        if (!findings.isEmpty()) {
            throw broken(
                    chain.last(),
                    "the tables of the library",
                    findings.getFirst().toString());
        }
    }

    /** Ends whatever is at work on it, and drops it: for who is interrupted, and cannot wait for an end. */
    void abandon() {
        try (OperationsDatabase other =
                OperationsDatabase.open(database.target().applicationName("event-store"))) {
            // PostgreSQL's own view: those that work on it have its name.
            other.dsl()
                    .fetch(
                            "select pg_catalog.pg_terminate_backend(pid, 5000) from pg_catalog.pg_stat_activity"
                                    + " where datname = pg_catalog.current_database() and usename = session_user"
                                    + " and application_name = {0}",
                            DSL.val(schema()));
            other.dsl().execute("set lock_timeout = '5s'");
            other.dsl().execute("drop schema if exists {0} cascade", DSL.name(schema()));
        }
    }

    void drop() {
        try {
            database.connection().rollback();
        } catch (SQLException e) {
            // Without a transaction, or without a connection, there is nothing to roll back.
        }
        try (OperationsDatabase other = OperationsDatabase.open(database.target())) {
            other.dsl().execute("drop schema if exists {0} cascade", DSL.name(schema()));
        }
    }
}
