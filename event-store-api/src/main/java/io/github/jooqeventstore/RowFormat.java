package io.github.jooqeventstore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.postgresql.PGConnection;
import org.postgresql.PGResultSetMetaData;

/**
 * How the driver holds the columns of one result.
 *
 * <p>It hands out the bytes of a column as the server sent them, without a copy. Where it is known what they mean, a time
 * need not pass through calendars, and a payload that nobody asks for need not become text.
 *
 * @param microseconds whether times are eight bytes, as from the fifth execution of a statement on
 * @param utf8 whether text is UTF-8, as the driver wants it unless it is told otherwise
 */
record RowFormat(boolean microseconds, boolean utf8) {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int BINARY = 1;
    private static final long SECONDS_TO_2000 = 946_684_800L;
    private static final long MICROS = 1_000_000L;

    static RowFormat of(ResultSet rows, int timeColumn) throws SQLException {
        Connection connection = rows.getStatement().getConnection();
        if (!connection.isWrapperFor(PGConnection.class)) {
            return new RowFormat(false, false);
        }
        String encoding = connection.unwrap(PGConnection.class).getParameterStatus("client_encoding");
        ResultSetMetaData columns = rows.getMetaData();
        boolean binary = columns.isWrapperFor(PGResultSetMetaData.class)
                && columns.unwrap(PGResultSetMetaData.class).getFormat(timeColumn) == BINARY;
        return new RowFormat(binary, "UTF8".equals(encoding));
    }

    Instant time(ResultSet row, int column) throws SQLException {
        if (!microseconds) {
            return row.getObject(column, OffsetDateTime.class).toInstant();
        }
        long since2000 = (long) LONG.get(row.getBytes(column), 0);
        return Instant.ofEpochSecond(
                SECONDS_TO_2000 + Math.floorDiv(since2000, MICROS), Math.floorMod(since2000, MICROS) * 1_000);
    }

    /** Text as bytes of UTF-8. */
    byte[] text(ResultSet row, int column) throws SQLException {
        return utf8 ? row.getBytes(column) : row.getString(column).getBytes(StandardCharsets.UTF_8);
    }
}
