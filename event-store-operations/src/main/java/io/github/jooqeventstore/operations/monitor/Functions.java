package io.github.jooqeventstore.operations.monitor;

import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.extract;
import static org.jooq.impl.DSL.function;

import java.time.OffsetDateTime;
import org.jooq.Condition;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Functions of PostgreSQL's administration, typed. */
final class Functions {
    private Functions() {}

    static Field<Double> secondsSince(Field<OffsetDateTime> time) {
        return extract(currentOffsetDateTime().minus(time), DatePart.EPOCH).cast(SQLDataType.DOUBLE);
    }

    static Field<Long> bytes(String function, Field<?> of) {
        return function(function, SQLDataType.BIGINT, of);
    }

    static Field<Long> transactionAge(Field<?> id) {
        return function("age", SQLDataType.BIGINT, id);
    }

    static Field<Boolean> inRecovery() {
        return function("pg_is_in_recovery", SQLDataType.BOOLEAN);
    }

    /** What the server has written; on a standby, what it has received. */
    static Field<String> writtenLsn() {
        return DSL.when(DSL.condition(inRecovery()), function("pg_last_wal_receive_lsn", SQLDataType.CLOB))
                .otherwise(function("pg_current_wal_lsn", SQLDataType.CLOB));
    }

    static Field<Long> bytesBetween(Field<?> later, Field<?> earlier) {
        return function("pg_wal_lsn_diff", SQLDataType.BIGINT, later, earlier);
    }

    static Condition ofThisDatabase(View view) {
        return view.text("datname").eq(function("current_database", SQLDataType.CLOB));
    }
}
