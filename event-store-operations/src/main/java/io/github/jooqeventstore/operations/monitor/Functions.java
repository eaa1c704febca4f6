package io.github.jooqeventstore.operations.monitor;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.inRecovery;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.extract;
import static org.jooq.impl.DSL.when;

import java.time.OffsetDateTime;
import org.jooq.Condition;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** Expressions that several figures are made of. */
final class Functions {
    private Functions() {}

    static Field<Double> secondsSince(Field<OffsetDateTime> time) {
        return extract(currentOffsetDateTime().minus(time), DatePart.EPOCH).cast(SQLDataType.DOUBLE);
    }

    /** What the server has written; on a standby, what it has received. */
    static Field<String> writtenLsn() {
        return when(condition(inRecovery()), system("pg_last_wal_receive_lsn", SQLDataType.CLOB))
                .otherwise(system("pg_current_wal_lsn", SQLDataType.CLOB));
    }

    static Field<Long> bytesBetween(Field<?> later, Field<?> earlier) {
        return system("pg_wal_lsn_diff", SQLDataType.BIGINT, later, earlier);
    }

    static Condition isThisDatabase(Field<String> name) {
        return name.eq(system("current_database", SQLDataType.CLOB));
    }
}
