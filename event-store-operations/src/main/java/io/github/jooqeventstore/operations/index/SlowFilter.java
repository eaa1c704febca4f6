package io.github.jooqeventstore.operations.index;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.github.jooqeventstore.operations.catalog.PgDatabase;
import io.github.jooqeventstore.operations.catalog.PgStatStatements;
import java.util.List;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.impl.SQLDataType;

/**
 * A statement that compares something inside a column of events, and reads much to find it.
 *
 * @param column {@code metadata} or {@code event_data}
 * @param query its id in {@code pg_stat_statements}
 * @param calls how often
 * @param meanMillis how long on average
 * @param totalMillis how long all together
 * @param blocks how many blocks of 8 kB each call reads on average
 */
record SlowFilter(String column, long query, long calls, double meanMillis, double totalMillis, long blocks) {
    static final String METADATA = "metadata";
    static final String PAYLOAD = "event_data";

    private static final int MOST = 200;
    private static final String KEY = "(?:\\$\\d+|'[^']*')(?:::text)?";
    private static final String COMPARED = "->>\\s*" + KEY + "\\)*\\s*(?:=|<|>|~|in\\b|like\\b|is\\b)";
    private static final Pattern IN_METADATA =
            Pattern.compile(METADATA + "\"?\\s*" + COMPARED, Pattern.CASE_INSENSITIVE);
    private static final Pattern IN_PAYLOAD = Pattern.compile(
            PAYLOAD + "\"?(?:\\s*->\\s*" + KEY + "\\)*)*\\s*(?:" + COMPARED + "|@>)", Pattern.CASE_INSENSITIVE);

    /** {@return what the extension has seen} Fails as the extension does where it is missing, not loaded or not to be seen. */
    static List<SlowFilter> read(DSLContext dsl, IndexLimits limits) {
        var statements = new PgStatStatements("s");
        var database = new PgDatabase("d");
        var blocks = statements.blocksHit.plus(statements.blocksRead).div(greatest(statements.calls, inline(1L)));
        return dsl
                .select(
                        statements.text,
                        statements.query,
                        statements.calls,
                        statements.meanMillis,
                        statements.totalMillis,
                        blocks)
                .from(statements.table())
                .where(statements.database.eq(select(database.oid)
                        .from(database.table())
                        .where(database.name.eq(system("current_database", SQLDataType.CLOB)))))
                .and(statements.meanMillis.ge(limits.meanMillis()))
                .and(blocks.ge(limits.blocks()))
                .and(statements.text.containsIgnoreCase(inline("events")))
                .orderBy(statements.totalMillis.desc())
                .limit(inline(MOST))
                .fetch()
                .stream()
                .flatMap(row -> columnsOf(row.value1()).stream()
                        .map(column -> new SlowFilter(
                                column, row.value2(), row.value3(), row.value4(), row.value5(), row.value6())))
                .toList();
    }

    /** {@return which columns a statement looks into} Its text holds no values: the extension has replaced them. */
    static List<String> columnsOf(String statement) {
        boolean metadata = IN_METADATA.matcher(statement).find();
        boolean payload = IN_PAYLOAD.matcher(statement).find();
        return metadata && payload
                ? List.of(METADATA, PAYLOAD)
                : metadata ? List.of(METADATA) : payload ? List.of(PAYLOAD) : List.of();
    }
}
