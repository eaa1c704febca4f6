package io.github.jooqeventstore.operations.backup;

import static io.github.jooqeventstore.schema.Tables.EVENTS;

import io.github.jooqeventstore.Horizon;
import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.store.StoreState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Takes a backup of the store's own tables, without any program of PostgreSQL's: all events, or those behind an earlier one.
 *
 * <p>Heads, checkpoints, snapshots and the store's row are taken whole each time; events alone are incremental. The user needs
 * the rights of a reader, no more.
 */
public final class EventsBackup {
    static final String CLIENT = "event-store";
    private static final String WITNESS = "lastEventId";
    private static final String WITNESS_POSITION = "lastEventPosition";

    private EventsBackup() {}

    /**
     * How it is taken.
     *
     * @param from where its events begin
     * @param snapshots whether the saved states of streams are taken, too
     * @param patience how long to wait for transactions that have appended and are open
     */
    public record Options(From from, boolean snapshots, Duration patience) {
        /** {@return all events, with snapshots, ten seconds of patience} */
        public static Options defaults() {
            return new Options(new From.Beginning(), true, Duration.ofSeconds(10));
        }

        /** {@return the same from another place on} */
        public Options from(From other) {
            return new Options(other, snapshots, patience);
        }
    }

    /** Where the events of a backup begin. */
    public sealed interface From {
        /** With the first. */
        record Beginning() implements From {}

        /** Behind the newest backup of this store and epoch; with the first event where there is none. */
        record Last() implements From {}

        /**
         * Behind the newest backup that ends at a position.
         *
         * @param position of which there must be one
         */
        record Behind(long position) implements From {}
    }

    /**
     * What was taken.
     *
     * @param backup the backup
     * @param heldBack how many positions behind it may hold events that were not final
     * @param holders who held them back, as text without payloads
     */
    public record Result(Backup backup, long heldBack, List<String> holders) {
        /** Copies. */
        public Result {
            holders = List.copyOf(holders);
        }
    }

    /**
     * Takes it.
     *
     * @throws OperationsException with the code of what failed; the catalog is then as it was
     */
    public static Result take(DatabaseTarget target, Catalog catalog, Options options, Progress progress) {
        try (PartialBackup partial = catalog.begin(BackupKind.EVENTS)) {
            Backup parent = parent(store(target), catalog, options.from());
            long after = parent == null ? 0 : range(parent).through();
            progress.at("find out what is final", 0, 0);
            FinalPrefix prefix = FinalPrefix.of(target, after, options.patience());
            PositionRange range = new PositionRange(after, Math.max(after, prefix.position()));
            try (Snapshot snapshot = Snapshot.open(target)) {
                check(snapshot, parent);
                FreeSpace.require(partial.folder(), size(snapshot, range) / FreeSpace.COMPRESSION);
                Backup taken = take(snapshot, partial, new Taking(parent, range, options.snapshots()), progress);
                return new Result(
                        taken,
                        Math.max(0, prefix.head() - range.through()),
                        prefix.holders().stream().map(Horizon.Holder::toString).toList());
            }
        } catch (DataAccessException e) {
            throw DatabaseFailures.of(target.toString(), "the store in schema " + target.schema(), e);
        }
    }

    // The part of the table that the range is of all positions.
    private static long size(Snapshot snapshot, PositionRange range) {
        long table = snapshot.dsl()
                .fetchSingle(
                        "select pg_catalog.pg_table_size({0}::pg_catalog.regclass)",
                        DSL.inline(snapshot.dsl().render(EVENTS)))
                .get(0, Long.class);
        return range.through() == 0 ? 0 : (long) ((double) table * (range.through() - range.after()) / range.through());
    }

    private record Taking(@Nullable Backup parent, PositionRange range, boolean snapshots) {}

    private static Backup take(Snapshot snapshot, PartialBackup partial, Taking what, Progress progress) {
        StoreExport export = new StoreExport(snapshot.database(), what.range());
        // Counting and copying share the moment, not the time.
        var counted = CompletableFuture.supplyAsync(() -> count(snapshot, what.range()));
        List<CopiedTable> tables;
        try {
            tables = export.copyTo(
                    partial.folder(),
                    what.snapshots(),
                    what.range().through() - what.range().after(),
                    progress);
        } catch (RuntimeException e) {
            counted.handle((contents, failure) -> null).join();
            throw e;
        }
        Contents contents = Waiting.result(counted);
        if (tables.getFirst().rows() != contents.events()) {
            throw new OperationsException(
                    ExitCode.INTEGRITY,
                    snapshot.database().target() + ": expected " + contents.events() + " events, copied "
                            + tables.getFirst().rows());
        }
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                partial.id(),
                BackupKind.EVENTS,
                partial.startedAt(),
                Instant.now(),
                snapshot.source(CLIENT),
                contents.withHighestPosition(snapshot.highestPosition(contents.headPosition())),
                what.range(),
                null,
                what.parent() == null
                        ? null
                        : new ParentBackup(what.parent().id(), what.parent().digest()),
                tables,
                witness(snapshot, what.parent(), contents),
                List.of());
        progress.at("write to disk", 0, 0);
        return partial.complete(manifest::withFiles);
    }

    /** The last event, by which the next backup knows the history again; that of the parent where nothing has followed. */
    private static Map<String, String> witness(Snapshot snapshot, @Nullable Backup parent, Contents contents) {
        String id = snapshot.eventAt(contents.headPosition());
        if (id != null) {
            return Map.of(WITNESS, id, WITNESS_POSITION, Long.toString(contents.headPosition()));
        }
        return parent == null ? Map.of() : parent.manifest().details();
    }

    private static Contents count(Snapshot snapshot, PositionRange range) {
        try (OperationsDatabase database = snapshot.join()) {
            StoreExport export = new StoreExport(database, range);
            return ContentsQuery.of(database.dsl(), export.events(), export.heads());
        }
    }

    private static StoreState store(DatabaseTarget target) {
        try (OperationsDatabase database = OperationsDatabase.open(target)) {
            return StoreState.read(database);
        }
    }

    private static @Nullable Backup parent(StoreState store, Catalog catalog, From from) {
        return switch (from) {
            case From.Beginning beginning -> null;
            case From.Last last ->
                catalog.newest(backup -> isOfStore(backup, store) && isWhole(catalog, backup))
                        .orElse(null);
            case From.Behind behind ->
                catalog.newest(backup -> isOfStore(backup, store)
                                && range(backup).through() == behind.position()
                                && isWhole(catalog, backup))
                        .orElseThrow(() -> new OperationsException(
                                ExitCode.USAGE,
                                "backup events: expected a backup of this store that ends at position "
                                        + behind.position() + " in " + catalog.folder()
                                        + ", found none; take one from the beginning"));
        };
    }

    private static boolean isOfStore(Backup backup, StoreState store) {
        return backup.manifest().kind() == BackupKind.EVENTS
                && store.storeId().equals(backup.manifest().source().storeId())
                && store.epoch() == backup.manifest().source().epoch();
    }

    private static boolean isWhole(Catalog catalog, Backup backup) {
        try {
            return !catalog.chain(backup).isEmpty();
        } catch (OperationsException e) {
            return false;
        }
    }

    // The history behind the parent must be the one that it was taken from.
    private static void check(Snapshot snapshot, @Nullable Backup parent) {
        String position = parent == null ? null : parent.manifest().details().get(WITNESS_POSITION);
        if (parent != null
                && position != null
                && !Objects.equals(
                        parent.manifest().details().get(WITNESS), snapshot.eventAt(Long.parseLong(position)))) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "backup " + parent.id() + ": expected its last event at position " + position
                            + " of the store, found another or none; take a backup from the beginning");
        }
    }

    private static PositionRange range(Backup backup) {
        PositionRange range = backup.manifest().range();
        if (range == null) {
            throw new OperationsException(
                    ExitCode.INTEGRITY, "backup " + backup.id() + ": expected a range of positions, found none");
        }
        return range;
    }
}
