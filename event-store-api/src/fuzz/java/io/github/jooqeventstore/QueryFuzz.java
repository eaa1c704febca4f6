package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;

/** Whatever filter can be made finds what it means, with bound and with inlined values, or was refused when it was made. */
class QueryFuzz {

    private static final DSLContext BOUND = TestDatabase.migrated().dslOnOneConnection();
    private static final EventStore STORE = EventStore.using(BOUND);
    private static final EventStore INLINED =
            STORE.in(BOUND.configuration().derive(new Settings().withStatementType(StatementType.STATIC_STATEMENT)));

    private static final List<String> TEXTS =
            List.of("a", "b", "a'b", "a\\b", "a\"b", "?", "{0}", "%", "7", "true", "", "null", "\uD83D\uDE00");
    private static final List<RecordedEvent> ALL = fill();
    private static final FilterOracle ORACLE = new FilterOracle(Map.of());

    private static List<RecordedEvent> fill() {
        for (String text : TEXTS) {
            String name = text.isEmpty() ? "empty" : text;
            STORE.append(
                    StreamId.of(name),
                    ExpectedVersion.noStream(),
                    NewEvent.of(new JsonEvent(name, quoted(text)), EventMetadata.of("key", text)),
                    NewEvent.of(
                            new JsonEvent(name, "{" + quoted(text) + ": {\"a\": [7, " + quoted(text) + "]}}"),
                            EventMetadata.of(text.isEmpty() ? "a" : text, "a")));
        }
        return STORE.query(EventQuery.where(EventFilter.everything()));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @FuzzTest(maxDuration = "30s")
    void findsWhatItMeans(FuzzedDataProvider data) {
        EventFilter filter;
        try {
            filter = filter(data, 3);
        } catch (InvalidInputException refused) {
            return;
        }
        List<Long> expected = ALL.stream()
                .filter(event -> ORACLE.holds(filter, event))
                .map(RecordedEvent::position)
                .toList();

        for (EventStore store : List.of(STORE, INLINED)) {
            assertThat(store.query(EventQuery.where(filter)))
                    .extracting(RecordedEvent::position)
                    .isEqualTo(expected);
        }
    }

    private static EventFilter filter(FuzzedDataProvider data, int depth) {
        return switch (data.consumeInt(0, depth == 0 ? 7 : 10)) {
            case 0 -> EventFilter.everything();
            case 1 -> EventFilter.ofStream(StreamId.of(text(data)));
            case 2 -> EventFilter.streamPrefix(text(data));
            case 3 -> EventFilter.ofTypes(text(data), text(data));
            case 4 -> EventFilter.metadata(text(data), text(data));
            case 5 -> EventFilter.payload(texts(data), text(data));
            case 6 -> EventFilter.payloadContains(FuzzedJson.of(data));
            case 7 -> EventFilter.createdBetween(moment(data), moment(data));
            case 8 -> new EventFilter.And(filters(data, depth));
            case 9 -> new EventFilter.Or(filters(data, depth));
            default -> filter(data, depth - 1).not();
        };
    }

    private static List<EventFilter> filters(FuzzedDataProvider data, int depth) {
        List<EventFilter> filters = new ArrayList<>();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            filters.add(filter(data, depth - 1));
        }
        return filters;
    }

    private static Instant moment(FuzzedDataProvider data) {
        try {
            return Instant.ofEpochSecond(data.consumeLong(), data.consumeInt());
        } catch (DateTimeException | ArithmeticException e) {
            return data.consumeBoolean() ? Instant.MAX : Instant.MIN;
        }
    }

    private static List<String> texts(FuzzedDataProvider data) {
        Set<String> texts = new HashSet<>();
        for (int i = data.consumeInt(1, 3); i > 0; i--) {
            texts.add(text(data));
        }
        return List.copyOf(texts);
    }

    private static String text(FuzzedDataProvider data) {
        return data.consumeBoolean() ? data.pickValue(TEXTS) : data.consumeString(20);
    }
}
