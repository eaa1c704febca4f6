package io.github.jooqeventstore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.bitAnd;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.jsonbGetAttribute;
import static org.jooq.impl.DSL.jsonbGetAttributeAsText;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Filters as SQL: the only place where one becomes the other. */
final class FilterCondition {

    /** The range of timestamptz, in which every event was appended. */
    private static final Instant FIRST_MOMENT = Instant.parse("-4712-01-01T00:00:00Z");

    private static final Instant LAST_MOMENT = Instant.parse("+294276-12-31T23:59:59.999999Z");

    private FilterCondition() {}

    static Condition of(EventFilter filter) {
        return switch (filter) {
            case EventFilter.Everything all -> noCondition();
            case EventFilter.OfStream one -> EVENTS.STREAM_ID.eq(one.stream().value());
            case EventFilter.OfStreamPrefix begin -> beginsWith(begin.prefix());
            case EventFilter.OfTypes some -> EVENTS.EVENT_TYPE.in(some.types());
            case EventFilter.Created created -> createdWithin(created);
            case EventFilter.Metadata entry ->
                jsonbGetAttributeAsText(EVENTS.METADATA, val(entry.key())).eq(entry.value());
            case EventFilter.Payload entry -> at(entry.path()).eq(entry.value());
            case EventFilter.PayloadContains part -> EVENTS.EVENT_DATA.contains(JSONB.valueOf(part.json()));
            case EventFilter.OfPartition one -> isOf(one);
            case EventFilter.Matching given -> given.condition();
            case EventFilter.And all ->
                DSL.and(all.filters().stream().map(FilterCondition::of).toList());
            case EventFilter.Or one ->
                one.filters().isEmpty()
                        ? DSL.falseCondition()
                        : DSL.or(one.filters().stream()
                                .map(FilterCondition::certain)
                                .toList());
            case EventFilter.Not negated -> not(holds(certain(negated.filter())));
        };
    }

    /** An absent condition would vanish from a disjunction and from a negation. */
    private static Condition certain(EventFilter filter) {
        return DSL.trueCondition().and(of(filter));
    }

    /** True or false: what is unknown, as a comparison with an absent value is, does not hold, and its negation does. */
    private static Condition holds(Condition condition) {
        return DSL.condition(coalesce(DSL.field(condition), inline(false)));
    }

    /** As a range, which an index with collation "C" answers whatever the plan is made for. */
    private static Condition beginsWith(String prefix) {
        Condition from = EVENTS.STREAM_ID.ge(prefix);
        String bound = firstBehind(prefix);
        return bound.isEmpty() ? from : from.and(EVENTS.STREAM_ID.lt(bound));
    }

    /** The first text behind all that begin with the prefix, in the order of code points; empty if there is none. */
    static String firstBehind(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, end) + Character.toString(next);
            }
        }
        return "";
    }

    /** The hash by which PostgreSQL partitions its own tables, which therefore stays what it is; the number is inlined. */
    private static Condition isOf(EventFilter.OfPartition one) {
        if (one.partitions() == 1) {
            return noCondition();
        }
        Field<Long> hash = DSL.function("hashtextextended", SQLDataType.BIGINT, EVENTS.STREAM_ID, inline(0L));
        return bitAnd(hash, inline(Long.MAX_VALUE))
                .mod(inline((long) one.partitions()))
                .eq(inline((long) one.partition()));
    }

    private static Condition createdWithin(EventFilter.Created created) {
        Instant from = created.from();
        Instant before = created.before();
        Condition within = from == null ? noCondition() : EVENTS.CREATED_AT.ge(atUtc(from));
        return before == null ? within : within.and(EVENTS.CREATED_AT.lt(atUtc(before)));
    }

    /** The first microsecond from there on: PostgreSQL would round to the nearest, and refuse what it cannot tell. */
    private static OffsetDateTime atUtc(Instant instant) {
        Instant told =
                instant.isBefore(FIRST_MOMENT) ? FIRST_MOMENT : instant.isAfter(LAST_MOMENT) ? LAST_MOMENT : instant;
        return told.plusNanos(999).truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Field<String> at(List<String> path) {
        Field<JSONB> parent = EVENTS.EVENT_DATA;
        for (String key : path.subList(0, path.size() - 1)) {
            parent = jsonbGetAttribute(parent, val(key));
        }
        return jsonbGetAttributeAsText(parent, val(path.getLast()));
    }
}
