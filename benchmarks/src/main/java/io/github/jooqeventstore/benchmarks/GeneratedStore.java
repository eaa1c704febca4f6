package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.benchmarks.contender.SampleEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * An event store that the server itself has filled, once in a run: streams of 50 events in a row, and 100 events of a rare type
 * among them, however many there are. The indexes are made afterwards, which is quicker.
 */
final class GeneratedStore {

    static final String RARE_TYPE = "order-cancelled";

    /** The user of every second rare event. */
    static final String RARE_USER = "grace.hopper";

    static final int RARE_EVENTS = 100;
    static final int EVENTS_PER_STREAM = 50;

    private static final String SETTINGS = "set maintenance_work_mem = '512MB'; set synchronous_commit = off";

    private static final String STREAMS = """
            insert into event_store.streams (stream_id, version)
            select 'order-' || n, ? from generate_series(0, ? / ? - 1) n
            """;

    private static final String EVENTS = """
            insert into event_store.events (stream_id, version, event_id, event_type, event_data, metadata)
            select 'order-' || n / ?, n % ? + 1, gen_random_uuid(),
                   case when n % ? = 0 then ? else ? end, ?::jsonb,
                   case when n % ? = 0 then ?::jsonb else ?::jsonb end
            from generate_series(0, ? - 1) n
            """;

    private static final String CONSTRAINTS = """
            select format('alter table event_store.events drop constraint %I', conname),
                   format('alter table event_store.events add constraint %I %s', conname, pg_get_constraintdef(oid))
            from pg_constraint where conrelid = 'event_store.events'::regclass and contype in ('p', 'u')
            """;

    private static final String INDEXES = """
            select format('drop index event_store.%I', relname), pg_get_indexdef(indexrelid)
            from pg_index join pg_class on pg_class.oid = indexrelid
            where indrelid = 'event_store.events'::regclass
              and not exists (select from pg_constraint where conindid = indexrelid)
            """;

    private GeneratedStore() {}

    /** The database of that name with so many events; whoever comes first fills it. */
    static Database open(String name, int stored) throws SQLException {
        Server server = Server.ofThisRun();
        String content = stored + " events";
        if (!server.contentOf(name).equals(content)) {
            try (Database filling = new Database(server.emptyDatabase(name));
                    Connection connection = filling.pool().getConnection();
                    Statement statement = connection.createStatement()) {
                filling.createTables();
                statement.execute(SETTINGS);
                fill(connection, statement, stored);
                statement.execute("vacuum analyze");
                statement.execute("checkpoint");
            }
            server.nameContentOf(name, content);
        }
        return new Database(server.database(name));
    }

    private static void fill(Connection connection, Statement statement, int stored) throws SQLException {
        List<String> again = new ArrayList<>();
        for (String question : List.of(CONSTRAINTS, INDEXES)) {
            List<String> drops = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(question)) {
                while (rows.next()) {
                    drops.add(rows.getString(1));
                    again.add(rows.getString(2));
                }
            }
            for (String drop : drops) {
                statement.execute(drop);
            }
        }
        int rare = Math.max(1, stored / RARE_EVENTS);
        update(connection, STREAMS, EVENTS_PER_STREAM, stored, EVENTS_PER_STREAM);
        update(
                connection,
                EVENTS,
                EVENTS_PER_STREAM,
                EVENTS_PER_STREAM,
                rare,
                RARE_TYPE,
                SampleEvent.TYPE,
                SampleEvent.DATA,
                2 * rare,
                SampleEvent.METADATA.replace(SampleEvent.USER_ID, RARE_USER),
                SampleEvent.METADATA,
                stored);
        for (String create : again) {
            statement.execute(create);
        }
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
            }
            insert.executeUpdate();
        }
    }
}
