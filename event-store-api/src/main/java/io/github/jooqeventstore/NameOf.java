package io.github.jooqeventstore;

import org.jooq.Context;
import org.jooq.Table;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The name of a table as text, written as the statement would name the table itself: mapped, quoted, qualified or not. */
final class NameOf extends CustomField<String> {

    private static final long serialVersionUID = 1L;

    private final transient Table<?> table;

    NameOf(Table<?> table) {
        super("name", SQLDataType.CLOB);
        this.table = table;
    }

    @Override
    public void accept(Context<?> context) {
        context.visit(DSL.inline(DSL.using(context.configuration()).render(table)));
    }
}
