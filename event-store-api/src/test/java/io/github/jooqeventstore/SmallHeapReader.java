package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A program of its own that reads a stream, started by {@link LoadTest} with a heap that cannot hold the stream; its
 * database is in its environment.
 */
final class SmallHeapReader {

    private SmallHeapReader() {}

    /** Takes the stream, and {@code lazily} or {@code at-once}; prints how many events it has seen. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        try (Connection connection = DriverManager.getConnection(
                environment.get("TEST_DATABASE_URL"),
                environment.get("TEST_DATABASE_USER"),
                environment.get("TEST_DATABASE_PASSWORD"))) {
            EventStore store = EventStore.using(DSL.using(connection, SQLDialect.POSTGRES));
            StreamId stream = StreamId.of(arguments[0]);
            try (Stream<RecordedEvent> events = arguments[1].equals("lazily")
                    ? store.loadLazily(stream, StreamSlice.forward())
                    : store.load(stream).stream()) {
                long[] seen = {0};
                events.forEachOrdered(event -> {
                    seen[0]++;
                    if (event.version() != seen[0]) {
                        throw new IllegalStateException("expected version " + seen[0] + ", found " + event);
                    }
                });
                System.out.println("seen " + seen[0]);
            }
        }
    }
}
