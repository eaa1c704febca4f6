package io.github.jooqeventstore;

import java.util.Objects;
import org.jooq.Context;
import org.jooq.Field;
import org.jooq.SQL;
import org.jooq.impl.CustomQueryPart;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is rendered already, as jOOQ passes it on: not read as a template once more, which would cost more than
 * the whole rest of a short load.
 */
final class RenderedSql extends CustomQueryPart implements SQL {

    private static final long serialVersionUID = 1L;

    private final String text;
    private final Field<?> values;

    RenderedSql(String text, Field<?> values) {
        this.text = text;
        this.values = values;
    }

    @Override
    public void accept(Context<?> context) {
        context.sql(text, true).visit(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RenderedSql sql && text.equals(sql.text) && values.equals(sql.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, values);
    }
}
