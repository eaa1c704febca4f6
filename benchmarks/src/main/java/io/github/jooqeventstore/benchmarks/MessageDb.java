package io.github.jooqeventstore.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.benchmarks.contender.Contender;
import io.github.jooqeventstore.benchmarks.contender.SampleEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** message-db: functions in the database, one call for each event; its SQL is fetched, see {@link MessageDbPackage}. */
final class MessageDb implements Contender {

    /** What a load builds: what its function returns. */
    record Message(
            String id,
            String stream,
            String type,
            long position,
            long globalPosition,
            String data,
            String metadata,
            Timestamp time) {}

    private static final String WRITE = "select write_message(?, ?, ?, ?::jsonb, ?::jsonb, ?)";
    private static final String READ = "select id, stream_name, type, position, global_position, data, metadata, time"
            + " from get_stream_messages(?, 0, -1)";

    private final HikariDataSource pool;

    MessageDb(Server database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(CONNECTIONS);
        // As its own clients do.
        config.addDataSourceProperty("currentSchema", "message_store,public");
        pool = new HikariDataSource(config);
    }

    /** In the order of its own script, without roles and rights. */
    @Override
    public void createTables() throws SQLException, IOException {
        Path sql = MessageDbPackage.folder();
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            for (String folder : List.of("schema", "extensions", "tables", "types", "functions", "indexes")) {
                try (Stream<Path> files = Files.list(sql.resolve(folder))) {
                    for (Path file : files.sorted().toList()) {
                        statement.execute(Files.readString(file));
                    }
                }
            }
        }
    }

    @Override
    public void append(String stream, long version, int events) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement write = connection.prepareStatement(WRITE)) {
            if (events > 1) {
                connection.setAutoCommit(false);
            }
            for (int i = 0; i < events; i++) {
                write.setString(1, UUID.randomUUID().toString());
                write.setString(2, stream);
                write.setString(3, SampleEvent.TYPE);
                write.setString(4, SampleEvent.DATA);
                write.setString(5, SampleEvent.METADATA);
                write.setLong(6, version + i - 1);
                try (ResultSet rows = write.executeQuery()) {
                    rows.next();
                }
            }
            if (events > 1) {
                connection.commit();
            }
        }
    }

    @Override
    public List<Message> load(String stream) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, stream);
            List<Message> messages = new ArrayList<>();
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    messages.add(new Message(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getLong(4),
                            rows.getLong(5),
                            rows.getString(6),
                            rows.getString(7),
                            rows.getTimestamp(8)));
                }
            }
            return messages;
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
