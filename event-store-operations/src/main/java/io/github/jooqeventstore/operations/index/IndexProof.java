package io.github.jooqeventstore.operations.index;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.settingForTransaction;
import static io.github.jooqeventstore.schema.Tables.EVENTS;

import io.github.jooqeventstore.EventFilter;
import java.util.List;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Query;

/**
 * Whether the planner answers the library's own question by an index: the question with a value that no event has, which is
 * planned as one for a value that few have.
 *
 * @param use whether
 * @param plan the plan that the server makes at present, line by line
 */
public record IndexProof(Use use, List<String> plan) {
    /** Whether an index is used. */
    public enum Use {
        /** The plan has it. */
        USED,
        /** It could be used, and the planner has found something cheaper: the table is small, or many events have the same value. */
        NOT_WORTH_IT,
        /** The plan does not have it even where reading the table is the last resort. */
        NOT_USABLE
    }

    private static final String NO_EVENTS_VALUE = "a value that no event has";

    /** Copies. */
    public IndexProof {
        plan = List.copyOf(plan);
    }

    static IndexProof of(DSLContext dsl, NewIndex index, String name) {
        EventFilter filter = index.filter(NO_EVENTS_VALUE);
        List<String> plan = explain(dsl, filter);
        if (has(plan, name)) {
            return new IndexProof(Use.USED, plan);
        }
        List<String> forced = dsl.transactionResult(transaction -> {
            transaction
                    .dsl()
                    .select(settingForTransaction("enable_seqscan", "off"))
                    .fetch();
            return explain(transaction.dsl(), filter);
        });
        return new IndexProof(has(forced, name) ? Use.NOT_WORTH_IT : Use.NOT_USABLE, plan);
    }

    private static List<String> explain(DSLContext dsl, EventFilter filter) {
        Query question = dsl.select(EVENTS.fields())
                .from(EVENTS)
                .where(filter.condition())
                .orderBy(EVENTS.POSITION);
        // Plain SQL: jOOQ's own explain draws a frame around the lines.
        return dsl.resultQuery("explain {0}", question).fetch(0, String.class);
    }

    private static boolean has(List<String> plan, String name) {
        Pattern scan = Pattern.compile(
                "(?:Scan using|Bitmap Index Scan on) \"?" + Pattern.quote(name.replace("\"", "\"\"")) + "\"?(?:\\s|$)");
        return plan.stream().anyMatch(line -> scan.matcher(line).find());
    }
}
