package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL knows about those who hold the order back. */
final class HolderRows {

    private HolderRows() {}

    /** Those of them that are still there; two locks of one transaction are one holder. */
    static List<Horizon.Holder> of(Database database, Connection connection, Set<String> vxids) throws SQLException {
        Map<String, Horizon.Holder> holders =
                database.query(connection, Statement.HOLDERS_OF_EVENTS, new Binds(), rows -> {
                    Map<String, Horizon.Holder> found = new LinkedHashMap<>();
                    while (rows.next()) {
                        Horizon.Holder holder = holder(rows);
                        if (holder != null && vxids.contains(rows.getString(1))) {
                            found.putIfAbsent(rows.getString(1), holder);
                        }
                    }
                    return found;
                });
        return new ArrayList<>(holders.values());
    }

    private static Horizon.@Nullable Holder holder(ResultSet row) throws SQLException {
        String gid = row.getString(6);
        if (gid != null) {
            return new Horizon.PreparedTransaction(
                    gid, row.getObject(7, OffsetDateTime.class).toInstant(), row.getString(8));
        }
        int pid = row.getInt(2);
        if (row.wasNull()) {
            return null;
        }
        OffsetDateTime start = row.getObject(3, OffsetDateTime.class);
        Instant since = start == null ? null : start.toInstant();
        String application = row.getString(4);
        // Of a session that the role may not look into, PostgreSQL shows no start and a remark in place of the query.
        return new Horizon.Session(
                pid, since, application == null ? "" : application, start == null ? null : row.getString(5));
    }
}
