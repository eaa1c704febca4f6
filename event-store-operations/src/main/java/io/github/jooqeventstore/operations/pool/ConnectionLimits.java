package io.github.jooqeventstore.operations.pool;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;

import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Records;
import org.jooq.impl.SQLDataType;

/**
 * How many connections a server takes.
 *
 * @param max its setting
 * @param reserved of these, those that only superusers, or roles named for it, can have
 */
public record ConnectionLimits(int max, int reserved) {
    /** {@return what the server says at present} */
    public static ConnectionLimits read(DSLContext dsl) {
        return dsl.select(
                        number("max_connections"),
                        number("superuser_reserved_connections")
                                // From PostgreSQL 16 on.
                                .plus(coalesce(number("reserved_connections"), inline(0))))
                .fetchSingle(Records.mapping(ConnectionLimits::new));
    }

    private static Field<Integer> number(String name) {
        return setting(name).cast(SQLDataType.INTEGER);
    }
}
