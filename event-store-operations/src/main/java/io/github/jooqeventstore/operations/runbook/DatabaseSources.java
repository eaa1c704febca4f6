package io.github.jooqeventstore.operations.runbook;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.settingForTransaction;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.Horizon;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.CatalogEntry;
import io.github.jooqeventstore.operations.migration.MigrationOptions;
import io.github.jooqeventstore.operations.migration.Migrations;
import io.github.jooqeventstore.operations.monitor.Monitor;
import io.github.jooqeventstore.operations.monitor.PrometheusText;
import io.github.jooqeventstore.operations.pool.PoolView;
import io.github.jooqeventstore.operations.runbook.Evidence.Connected;
import io.github.jooqeventstore.operations.store.StoreState;
import io.github.jooqeventstore.operations.wal.Continuity;
import io.github.jooqeventstore.operations.wal.WalArchive;
import io.github.jooqeventstore.operations.wal.WalStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What only the database can tell; and of the folders beside it, what is asked for. */
final class DatabaseSources {
    private static final Duration STATEMENT = Duration.ofSeconds(10);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private DatabaseSources() {}

    static List<Source> all(Connected server, EvidenceQuestion question) {
        List<Source> sources = new ArrayList<>();
        new TreeMap<>(ServerQueries.ALL)
                .forEach((name, query) -> sources.add(new Source(name, () -> rows(server.require(), query))));
        sources.add(new Source("store.json", () -> store(server.require())));
        sources.add(new Source("subscriptions.json", () -> subscriptions(server.require())));
        sources.add(new Source("connections.json", () -> EvidenceJson.text(PoolView.read(server.require()))));
        sources.add(new Source(
                "migrations.json",
                () -> EvidenceJson.text(
                        Migrations.of(server.target(), MigrationOptions.of(Path.of(MigrationOptions.DEFAULT_LOCATION)))
                                .info())));
        sources.add(new Source(
                "health-deep.json", () -> EvidenceJson.text(server.health().deep())));
        sources.add(new Source(
                "figures.prom",
                () -> PrometheusText.of(Monitor.of(server.target()).read().figures())));
        Path archive = question.archive();
        if (archive != null) {
            sources.add(new Source(
                    "archive.json",
                    () -> EvidenceJson.text(WalStatus.of(
                            server.require(),
                            archive,
                            Continuity.of(WalArchive.of(List.of(archive)), false, Progress.NONE),
                            TOLERANCE))));
        }
        return sources;
    }

    /** What the folder of the backups tells, without the database. */
    static String backups(Path folder) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (CatalogEntry entry : Catalog.open(folder).entries()) {
            rows.add(
                    switch (entry) {
                        case Backup backup ->
                            Map.of(
                                    "backup", backup.id(),
                                    "bytes", backup.manifest().size(),
                                    "verified", backup.verified(),
                                    "restored", backup.deeplyVerified());
                        case CatalogEntry.Unfinished unfinished ->
                            Map.of("unfinished", unfinished.folder().toString());
                        case CatalogEntry.Damaged damaged -> Map.of("damaged", damaged.finding());
                    });
        }
        return EvidenceJson.text(rows);
    }

    private static String rows(OperationsDatabase database, String query) {
        return database.dsl().transactionResult(inside -> {
            inside.dsl()
                    .select(settingForTransaction("statement_timeout", Long.toString(STATEMENT.toMillis())))
                    .fetch();
            return EvidenceJson.text(inside.dsl().fetch(query).intoMaps());
        });
    }

    private static String store(OperationsDatabase database) {
        StoreState state = StoreState.read(database);
        // Of the holders their names alone: a value of theirs is the statement that they sent last.
        Horizon horizon = EventStore.using(database.dsl()).horizon();
        return EvidenceJson.text(Map.of(
                "state",
                state,
                "final position",
                horizon.finalPosition(),
                "held back by",
                horizon.holders().stream()
                        .map(holder -> holder + " since " + holder.since())
                        .toList()));
    }

    // Not their last error: it may quote an event.
    private static String subscriptions(OperationsDatabase database) {
        return EvidenceJson.text(database.dsl()
                .select(
                        SUBSCRIPTIONS.NAME,
                        SUBSCRIPTIONS.PARTITION,
                        SUBSCRIPTIONS.POSITION,
                        SUBSCRIPTIONS.EPOCH,
                        SUBSCRIPTIONS.UPDATED_AT.cast(SQLDataType.CLOB).as("updated_at"),
                        SUBSCRIPTIONS.STOPPED_AT.cast(SQLDataType.CLOB).as("stopped_at"),
                        DSL.field(SUBSCRIPTIONS.LAST_ERROR.isNotNull()).as("has_error"))
                .from(SUBSCRIPTIONS)
                .orderBy(SUBSCRIPTIONS.NAME, SUBSCRIPTIONS.PARTITION)
                .fetch()
                .intoMaps());
    }
}
