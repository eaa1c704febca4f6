package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.STORE;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.Contents;
import io.github.jooqeventstore.operations.process.AtInterrupt;
import io.github.jooqeventstore.operations.store.StoreState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Restores a backup of events, and all that it goes on from, into a schema that is not there yet, or in the place of the events
 * of a store that is live.
 *
 * <p>It comes into a schema of its own first and is compared with the manifest there. Into a live store come events, heads and
 * snapshots alone: checkpoints, parked events and versions of projections belong to the read models that are beside them, and
 * stay. The tables that were live are kept in another schema until somebody drops it.
 */
public final class EventsRestore {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'_'HHmmss").withZone(ZoneOffset.UTC);
    private static final int LONGEST_SCHEMA = 63 - "_restore_00000000_000000".length();
    private static final List<String> NEW_TABLES =
            List.of("events", "streams", "snapshots", "subscriptions", "parked_events", "projections");

    private EventsRestore() {}

    /**
     * How it is done.
     *
     * @param intoExisting whether a store that is live is replaced
     * @param rewindCheckpoints whether checkpoints are led back to where the restored store has come
     * @param gap how many positions are passed over
     * @param jobs how many connections build indexes and compare at once
     */
    public record Options(boolean intoExisting, boolean rewindCheckpoints, long gap, int jobs) {
        /** How many connections there are unless something else is said. */
        public static final int DEFAULT_JOBS = 2;

        /** The same with {@value #DEFAULT_JOBS} connections. */
        public Options(boolean intoExisting, boolean rewindCheckpoints, long gap) {
            this(intoExisting, rewindCheckpoints, gap, DEFAULT_JOBS);
        }
    }

    /**
     * What would happen.
     *
     * @param backups the ids that are restored, in this order
     * @param database where to
     * @param schema where to
     * @param contents what will be there
     * @param liveHead the position of the last event that is live; 0 where none is
     * @param eventsSetAside how many live events are behind the last restored one, and will not be there
     * @param keptAs the schema that what is live will be kept in; null where nothing is
     */
    public record Plan(
            List<String> backups,
            String database,
            String schema,
            Contents contents,
            long liveHead,
            long eventsSetAside,
            @Nullable String keptAs) {
        /** Copies. */
        public Plan {
            backups = List.copyOf(backups);
        }
    }

    /**
     * What has happened.
     *
     * @param plan what was done
     * @param after what was done to the store as a whole
     * @param findings what is left for people to look at, one sentence each
     */
    public record Report(Plan plan, AfterRestore after, List<String> findings) {
        /** Copies. */
        public Report {
            findings = List.copyOf(findings);
        }
    }

    /**
     * {@return what a restore would do} Nothing is changed.
     *
     * @throws OperationsException with {@link ExitCode#REFUSED} when it would be refused, with {@link ExitCode#INTEGRITY} when
     *     the backup is not whole
     */
    public static Plan plan(DatabaseTarget target, Catalog catalog, Backup backup, Options options) {
        Chain chain = Chain.of(catalog, backup);
        try (OperationsDatabase database = OperationsDatabase.open(target)) {
            return plan(database, chain, options);
        } catch (DataAccessException e) {
            throw DatabaseFailures.of(target.toString(), "the store in schema " + target.schema(), e);
        }
    }

    private static Plan plan(OperationsDatabase database, Chain chain, Options options) {
        DatabaseTarget target = database.target();
        Contents contents = chain.contents();
        List<String> ids = chain.backups().stream().map(Backup::id).toList();
        if (!options.intoExisting()) {
            requireEmpty(database);
            return new Plan(ids, target.database(), target.schema(), contents, 0, 0, null);
        }
        LiveTables live = new LiveTables(database.dsl(), target.schema(), "");
        requireSameStore(database, chain);
        List<String> obstacles = live.obstacles();
        if (!obstacles.isEmpty()) {
            throw refused(
                    target,
                    "nothing that hangs on the tables themselves",
                    String.join(", ", obstacles) + "; drop it, and make it again after the restore");
        }
        boolean events = live.present().contains("events");
        return new Plan(
                ids,
                target.database(),
                target.schema(),
                contents,
                events ? StoreState.read(database).headPosition() : 0,
                events ? Live.eventsBehind(database.dsl(), contents.headPosition()) : 0,
                shortened(target.schema()) + "_before_" + TIME.format(Instant.now()));
    }

    private static String shortened(String schema) {
        return schema.substring(0, Math.min(schema.length(), LONGEST_SCHEMA));
    }

    private static void requireEmpty(OperationsDatabase database) {
        int relations = database.dsl()
                .fetchSingle(
                        "select count(*)::int from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
                                + " where n.nspname = {0}",
                        DSL.val(database.target().schema()))
                .get(0, Integer.class);
        if (relations > 0) {
            throw refused(
                    database.target(),
                    "no table in it",
                    relations + " relations; name another schema, or give --into-existing");
        }
    }

    private static void requireSameStore(OperationsDatabase database, Chain chain) {
        var live = database.dsl().select(STORE.STORE_ID).from(STORE).fetchOne(STORE.STORE_ID);
        if (!Objects.equals(live, chain.source().storeId())) {
            throw refused(
                    database.target(),
                    "store " + chain.source().storeId() + ", which the backup is of",
                    live + "; restore it into a schema of its own");
        }
    }

    private static OperationsException refused(DatabaseTarget target, String expected, String found) {
        return new OperationsException(
                ExitCode.REFUSED, "schema " + target.schema() + ": expected " + expected + ", found " + found);
    }

    /**
     * Restores. Whatever fails leaves what is live as it was.
     *
     * @throws OperationsException with the code of what failed
     */
    public static Report execute(
            DatabaseTarget target, Catalog catalog, Backup backup, Options options, Progress progress) {
        Plan plan = plan(target, catalog, backup, options);
        Chain chain = Chain.of(catalog, backup);
        chain.requireIntact(progress);
        String schema = shortened(target.schema()) + "_restore_" + TIME.format(Instant.now());
        try (OperationsDatabase database =
                OperationsDatabase.open(target.schema(schema).applicationName(schema))) {
            Staging staging = new Staging(database, chain);
            List<String> tables = options.intoExisting() ? LiveTables.NAMES : NEW_TABLES;
            AtInterrupt begun = AtInterrupt.undo(staging::abandon);
            boolean done = false;
            try {
                Contents found =
                        staging.fill(options.intoExisting() ? target.schema() : null, tables, options.jobs(), progress);
                staging.verify(found, tables, options.jobs(), progress);
                AfterRestore.dropSnapshotsBeyondHeads(database.dsl());
                database.dsl()
                        .update(STORE)
                        .set(STORE.STORE_ID, chain.source().storeId())
                        .execute();
                var swap = new Swap(target.applicationName(schema), schema, known(chain, options), Swap.ATTEMPTS);
                Report report = swap(target, plan, swap, progress);
                done = true;
                return report;
            } finally {
                begun.close();
                if (!done) {
                    staging.drop();
                }
            }
        } catch (DataAccessException e) {
            throw DatabaseFailures.of(target.toString(), "to restore into it", e);
        }
    }

    private static AfterRestore.Known known(Chain chain, Options options) {
        return new AfterRestore.Known(
                chain.source().epoch(), chain.contents().highestPosition(), options.gap(), options.rewindCheckpoints());
    }

    private static Report swap(DatabaseTarget target, Plan plan, Swap swap, Progress progress) {
        progress.at("swap", 0, 0);
        String keptAs = plan.keptAs();
        Swap.Done done = keptAs == null ? swap.rename() : swap.tables(keptAs);
        List<String> findings = new ArrayList<>();
        try (OperationsDatabase database = OperationsDatabase.open(target)) {
            findings.addAll(Live.validateForeignKeys(database.dsl(), done.foreignKeys()));
        }
        return new Report(plan, done.after(), findings);
    }
}
