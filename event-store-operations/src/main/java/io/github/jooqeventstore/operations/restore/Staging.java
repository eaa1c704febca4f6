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
     */
    void fill(@Nullable String live, List<String> tables, Progress progress) {
        SchemaMigrations.of(database.target().dataSource()).schema(schema()).migrate();
        try {
            database.connection().setAutoCommit(false);
            DSLContext dsl = database.dsl();
            dsl.execute("set local search_path = pg_catalog");
            dsl.execute("set local statement_timeout = 0");
            dsl.execute("set local maintenance_work_mem = '256MB'");
            List<OwnParts> parts = new ArrayList<>();
            for (String table : tables) {
                parts.add(copy(dsl, table, live, progress));
            }
            progress.at("build keys and indexes", 0, 0);
            parts.forEach(part -> part.makeIndexes(dsl));
            database.connection().commit();
            progress.at("analyze", 0, 0);
            for (String table : tables) {
                dsl.execute("analyze {0}", DSL.name(schema(), table));
            }
            database.connection().commit();
            database.connection().setAutoCommit(true);
        } catch (SQLException e) {
            throw DatabaseFailures.of(database.target().toString(), "to restore into schema " + schema(), e);
        }
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
    void verify(Progress progress) {
        progress.at("compare with the manifest", 0, 0);
        Contents expected = chain.contents();
        Contents found = ContentsQuery.of(database.dsl());
        Restored.require("backup " + chain.last().id(), expected, found);
        int broken = AfterRestore.brokenStreams(database.dsl());
        if (broken > 0) {
            throw broken(chain.last(), "every stream to have the versions 1 to its head", broken + " that have not");
        }
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
