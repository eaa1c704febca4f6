package io.github.jooqeventstore.subscription;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;

/** The clock of the server, by which leases end: not that of the transaction's beginning. */
final class ServerClock {

    private ServerClock() {}

    static Field<OffsetDateTime> now() {
        return DSL.function("clock_timestamp", SQLDataType.TIMESTAMPWITHTIMEZONE(6));
    }

    static Field<OffsetDateTime> in(Duration time) {
        return now().add(DSL.val(DayToSecond.valueOf(time)));
    }

    static Field<OffsetDateTime> ago(Duration time) {
        return now().sub(DSL.val(DayToSecond.valueOf(time)));
    }
}
