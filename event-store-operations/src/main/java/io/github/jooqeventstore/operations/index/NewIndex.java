package io.github.jooqeventstore.operations.index;

import static io.github.jooqeventstore.schema.Tables.EVENTS;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.lint.IndexDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * An index that the operator wants on events.
 *
 * <p>Behind the value stands the position, so that events come in order without being sorted. Events that do not have the key are
 * not in it: a question for a value is never about them.
 *
 * @param key by what it finds events
 * @param types of which types alone; empty: of all
 * @param name of the index; null: one made of the key
 */
public record NewIndex(
        IndexKey key, List<String> types, @Nullable String name) {
    // The server's 63, without what the name of its statistics has beside.
    private static final int LONGEST_NAME = 56;
    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");

    /** Copies. */
    public NewIndex {
        types = List.copyOf(types);
    }

    /** {@return an index by the key on all events} */
    public static NewIndex on(IndexKey key) {
        return new NewIndex(key, List.of(), null);
    }

    /** {@return the same on the events of these types alone} */
    public NewIndex ofTypes(List<String> some) {
        return new NewIndex(key, some, name);
    }

    /** {@return the same with a name of its own} */
    public NewIndex named(String other) {
        return new NewIndex(key, types, other);
    }

    /** {@return the library's own question that it is to answer} */
    EventFilter filter(String value) {
        EventFilter filter = key.filter(value);
        return types.isEmpty() ? filter : EventFilter.ofTypes(types).and(filter);
    }

    /** {@return its definition, as the server takes it} */
    IndexDefinition definition(DSLContext dsl) {
        Field<?> expression = key.expression();
        Condition predicate = expression.isNotNull();
        if (!types.isEmpty()) {
            predicate = EventFilter.ofTypes(types).condition().and(predicate);
        }
        return new IndexDefinition(
                indexName(),
                null,
                EVENTS.getName(),
                false,
                true,
                bare(dsl, DSL.sql("(({0}), {1}) where {2}", expression, EVENTS.POSITION, predicate)));
    }

    /** {@return the expression alone, as the server takes it} */
    String expression(DSLContext dsl) {
        return bare(dsl, key.expression());
    }

    /** With the names of columns alone: it stands for whatever table it is put behind. */
    private static String bare(DSLContext dsl, QueryPart part) {
        return dsl.renderInlined(CustomQueryPart.of(ctx -> ctx.qualify(false, bare -> bare.visit(part))));
    }

    private String indexName() {
        String made = name == null ? madeName() : name;
        if (made.isEmpty() || made.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "name of the index: expected one of 1 to " + LONGEST_NAME + " bytes, found " + made
                            + "; give another one with --name");
        }
        return made;
    }

    private String madeName() {
        String words =
                "events_by_" + String.join("_", key.path()) + (types.isEmpty() ? "" : "_of_" + String.join("_", types));
        return NO_WORD.matcher(words.toLowerCase(Locale.ROOT)).replaceAll("_");
    }
}
