package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** Questions to a store that is live. */
final class Live {
    private Live() {}

    static long eventsBehind(DSLContext dsl, long position) {
        return dsl.fetchCount(EVENTS, EVENTS.POSITION.gt(position));
    }

    /** Looks whether the rows of other tables still lead somewhere: those that do not are told of, and stay. */
    static List<String> validateForeignKeys(DSLContext dsl, List<String> added) {
        List<String> findings = new ArrayList<>();
        for (String statement : added) {
            if (!statement.endsWith(" not valid")) {
                continue;
            }
            // alter table T add constraint C foreign key ...: the same server has quoted both names.
            String validate = statement
                    .substring(0, statement.indexOf(" FOREIGN KEY "))
                    .replaceFirst(" add constraint ", " validate constraint ");
            try {
                dsl.execute(DSL.sql("{0}", DSL.raw(validate)));
            } catch (DataAccessException e) {
                findings.add("some rows refer to events or streams that are gone: " + validate + "; correct them");
            }
        }
        return findings;
    }
}
