package io.github.jooqeventstore.operations.index;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.coalesce;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgStatDatabase;
import io.github.jooqeventstore.operations.catalog.PgStatUserTables;
import io.github.jooqeventstore.operations.index.IndexAdvice.Kind;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;

/** Looks at what the server has counted. Reads only. */
final class IndexAdvisor {
    private final OperationsDatabase database;
    private final IndexLimits limits;
    private final List<IndexAdvice> advice = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> notSeen = new ArrayList<>();

    IndexAdvisor(OperationsDatabase database, IndexLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    IndexReport run() {
        List<IndexShape> indexes = IndexShapes.read(database);
        OffsetDateTime since = statisticsSince(database);
        List<IndexShape> others =
                indexes.stream().filter(index -> !IndexShapes.isOwn(index)).toList();
        others.forEach(index -> judge(index, indexes));
        unused(others, since);
        scans();
        List<MetadataKeyUse> keys = MetadataKeyUse.read(database.dsl(), indexes);
        // Last: in a transaction nothing more can be asked behind a failure.
        missing(keys);
        advice.sort(Comparator.comparing(IndexAdvice::kind));
        return new IndexReport(since, advice, keys, notes, notSeen);
    }

    /** When they were last set to zero; where nobody has, at the latest when the server was started. */
    static OffsetDateTime statisticsSince(OperationsDatabase database) {
        var statistics = new PgStatDatabase("d");
        return database.dsl()
                .select(coalesce(
                        statistics.reset, system("pg_postmaster_start_time", SQLDataType.TIMESTAMPWITHTIMEZONE)))
                .from(statistics.table())
                .where(statistics.database.eq(system("current_database", SQLDataType.CLOB)))
                .fetchSingle()
                .value1();
    }

    private void judge(IndexShape index, List<IndexShape> all) {
        if (!index.valid()) {
            advice.add(new IndexAdvice(
                    Kind.INVALID,
                    index.name(),
                    "could not be built: every append writes to it, and no question is answered by it",
                    "event-store index drop " + index.name()));
            return;
        }
        all.stream()
                .filter(other ->
                        !other.name().equals(index.name()) && index.isCoveredBy(other) && isTheOneToGo(index, other))
                .findFirst()
                .ifPresent(other -> advice.add(new IndexAdvice(
                        index.isSameAs(other) ? Kind.DUPLICATE : Kind.COVERED,
                        index.name(),
                        (index.isSameAs(other) ? "is the same as " : "holds the first columns of ") + other.name()
                                + ", which answers all that it answers; it takes " + kilobytes(index.bytes()),
                        "event-store index drop " + index.name())));
    }

    /** Of two that are the same, one goes: the library's own and a key never, else the one that comes later by name. */
    private static boolean isTheOneToGo(IndexShape index, IndexShape other) {
        return !index.constraint()
                && (!index.isSameAs(other)
                        || !other.isCoveredBy(index)
                        || IndexShapes.isOwn(other)
                        || index.name().compareTo(other.name()) > 0);
    }

    private void unused(List<IndexShape> others, OffsetDateTime since) {
        List<IndexShape> unused = others.stream()
                .filter(index -> index.valid() && !index.unique() && index.scans() == 0)
                .toList();
        if (unused.isEmpty()) {
            return;
        }
        Duration age = Duration.between(since, OffsetDateTime.now(ZoneOffset.UTC));
        if (age.compareTo(limits.unusedFor()) < 0) {
            notes.add("not used yet: "
                    + String.join(", ", unused.stream().map(IndexShape::name).toList())
                    + "; the statistics are only " + age.toHours() + " h old, which says little: ask again after "
                    + limits.unusedFor().toDays() + " days");
            return;
        }
        unused.forEach(index -> advice.add(new IndexAdvice(
                Kind.UNUSED,
                index.name(),
                "was not used since " + since + ", unless it is younger, and takes " + kilobytes(index.bytes())
                        + "; each server counts for itself: ask its standbys, too",
                "event-store index drop " + index.name())));
    }

    private void scans() {
        var tables = new PgStatUserTables("t");
        database.dsl()
                .select(tables.sequentialScans, tables.sequentialRows)
                .from(tables.table())
                .where(tables.schema.eq(database.target().schema()))
                .and(tables.name.eq("events"))
                .and(tables.sequentialScans.gt(0L))
                .forEach(row -> notes.add(
                        "events was read without an index " + row.value1() + " times, " + row.value2() / row.value1()
                                + " rows each time on average; backups and whole reads count, too"));
    }

    private void missing(List<MetadataKeyUse> keys) {
        try {
            List<SlowFilter> slow = SlowFilter.read(database.dsl(), limits);
            missing(SlowFilter.METADATA, slow, keysToIndex(keys));
            missing(SlowFilter.PAYLOAD, slow, "event-store index create --payload-field /PATH");
        } catch (DataAccessException e) {
            notSeen.add(DatabaseFailures.of("slow statements", "the extension pg_stat_statements", e)
                            .getMessage()
                    + "; missing indexes are not found without it");
        }
    }

    private static String keysToIndex(List<MetadataKeyUse> keys) {
        return keys.stream()
                .filter(key -> !key.indexed())
                .max(Comparator.comparingInt(MetadataKeyUse::values))
                .map(key -> "event-store index create --metadata-key " + key.key())
                .orElse("event-store index create --metadata-key KEY");
    }

    private void missing(String column, List<SlowFilter> slow, String action) {
        List<SlowFilter> some =
                slow.stream().filter(filter -> filter.column().equals(column)).toList();
        if (some.isEmpty()) {
            return;
        }
        SlowFilter worst = some.getFirst();
        advice.add(new IndexAdvice(
                Kind.MISSING,
                column,
                String.format(
                        Locale.ROOT,
                        "%d statements search it and read much: the worst, query %d, took %.1f s in %d calls, %.0f ms and %d"
                                + " blocks of 8 kB each; their texts do not hold the key, those who wrote them know it",
                        some.size(),
                        worst.query(),
                        worst.totalMillis() / 1_000,
                        worst.calls(),
                        worst.meanMillis(),
                        worst.blocks()),
                action));
    }

    private static String kilobytes(long bytes) {
        return bytes / 1024 + " kB";
    }
}
