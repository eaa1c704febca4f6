package io.github.jooqeventstore.operations.catalog;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_activity}: what each process of the server does. */
public final class PgStatActivity extends SystemTable {
    /** {@code pid}. */
    public final Field<Long> process = column("pid", SQLDataType.BIGINT);

    /** {@code datname}. */
    public final Field<String> database = column("datname", SQLDataType.CLOB);

    /** {@code backend_type}. */
    public final Field<String> backendType = column("backend_type", SQLDataType.CLOB);

    /** {@code state}. */
    public final Field<String> state = column("state", SQLDataType.CLOB);

    /** {@code state_change}. */
    public final Field<OffsetDateTime> stateChange = column("state_change", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** {@code xact_start}. */
    public final Field<OffsetDateTime> transactionStart = column("xact_start", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** {@code wait_event_type}. */
    public final Field<String> waitEventType = column("wait_event_type", SQLDataType.CLOB);

    /** {@code wait_event}. */
    public final Field<String> waitEvent = column("wait_event", SQLDataType.CLOB);

    /** {@code usename}. */
    public final Field<String> role = column("usename", SQLDataType.CLOB);

    /** {@code application_name}. */
    public final Field<String> application = column("application_name", SQLDataType.CLOB);

    /** Under an alias that is unique in its query. */
    public PgStatActivity(String alias) {
        super("pg_stat_activity", alias);
    }
}
