package io.github.jooqeventstore.testing;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The program's tables beside the store's: what the readers have done, and what writers write besides events. */
final class TortureTables {

    /** What readers were given, in the order of their commits. */
    static final Table<Record> DELIVERIES = table(name("torture_deliveries"));

    static final Field<Long> SEQUENCE = field(name("sequence"), SQLDataType.BIGINT.generatedAlwaysAsIdentity());
    static final Field<String> READER = field(name("reader"), SQLDataType.CLOB.notNull());
    static final Field<Long> POSITION = field(name("position"), SQLDataType.BIGINT.notNull());
    static final Field<UUID> EVENT_ID = field(name("event_id"), SQLDataType.UUID.notNull());
    static final Field<String> STREAM_ID = field(name("stream_id"), SQLDataType.CLOB.notNull());
    static final Field<Long> VERSION = field(name("version"), SQLDataType.BIGINT.notNull());
    static final Field<Instant> DELIVERED_AT = field(name("delivered_at"), SQLDataType.INSTANT.notNull());

    /** What was noted once and for all: {@link #READER} and {@link #EVENT_ID}. */
    static final Table<Record> EFFECTS = table(name("torture_effects"));

    /** How far each reader is: one row for each, and {@link #POSITION}; 0 where the library keeps its checkpoint. */
    static final Table<Record> CHECKPOINTS = table(name("torture_checkpoints"));

    /** A table of somebody else's. */
    static final Table<Record> NOTES = table(name("torture_notes"));

    static final Field<String> NOTE = field(name("note"), SQLDataType.CLOB.notNull());

    private TortureTables() {}
}
