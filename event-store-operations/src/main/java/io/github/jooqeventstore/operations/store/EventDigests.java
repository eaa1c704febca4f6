package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.SQLDataType.CLOB;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.files.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A digest of each event, in the order of positions.
 *
 * <p>It is the SHA-256 of the row as the server copies it out in binary form, JSON as text: the same on every version of the
 * server, and after every restore. Columns that an application has added are left out.
 *
 * @param database where the events are
 * @param progress hears how many are read
 */
record EventDigests(OperationsDatabase database, Progress progress) {
    /** Hears of each event. */
    @FunctionalInterface
    interface Listener {
        void event(long position, byte[] digest);
    }

    // The signature, flags and an extension that is empty, as PostgreSQL's manual describes it.
    private static final int HEADER_BYTES = 19;
    private static final short COLUMNS = 9;
    private static final int TOLD_EVERY = 10_000;

    /** Reads the events behind a position, up to another. */
    void read(long after, long through, Listener listener) {
        // COPY is not in jOOQ's language: the query inside is, and holds no value but numbers of ours.
        String sql = "copy (" + database.dsl().renderInlined(query(after, through)) + ") to stdout (format binary)";
        MessageDigest digest = Sha256.digest();
        try {
            CopyOut copy = database.connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(sql);
            long rows = 0;
            int skipped = HEADER_BYTES;
            for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                ByteBuffer row = ByteBuffer.wrap(message, skipped, message.length - skipped);
                skipped = 0;
                if (row.remaining() > Short.BYTES) {
                    digest.update(row.duplicate());
                    listener.event(position(row), digest.digest());
                    if (++rows % TOLD_EVERY == 0) {
                        progress.at("digests of events", rows, 0);
                    }
                }
            }
        } catch (SQLException e) {
            throw DatabaseFailures.of(database.target().toString(), "to read the events", e);
        }
    }

    private static org.jooq.Select<?> query(long after, long through) {
        return select(
                        EVENTS.POSITION,
                        EVENTS.VERSION,
                        EVENTS.CREATED_AT,
                        EVENTS.EVENT_ID,
                        EVENTS.SCHEMA_VERSION,
                        EVENTS.STREAM_ID,
                        EVENTS.EVENT_TYPE,
                        EVENTS.EVENT_DATA.cast(CLOB),
                        EVENTS.METADATA.cast(CLOB))
                .from(EVENTS)
                .where(EVENTS.POSITION.gt(after))
                .and(EVENTS.POSITION.le(through))
                .orderBy(EVENTS.POSITION);
    }

    // One message is one row: the driver promises it, and whoever relies on it looks.
    private static long position(ByteBuffer row) {
        if (row.getShort() != COLUMNS || row.getInt() != Long.BYTES) {
            throw new OperationsException(
                    ExitCode.CHECK_FAILED, "copy of the events: expected one row in each message, found another form");
        }
        long position = row.getLong();
        for (int column = 1; column < COLUMNS; column++) {
            row.position(row.position() + Integer.BYTES + Math.max(0, row.getInt(row.position())));
        }
        if (row.hasRemaining()) {
            throw new OperationsException(
                    ExitCode.CHECK_FAILED, "copy of the events: expected one row in each message, found more");
        }
        return position;
    }
}
