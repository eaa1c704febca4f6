package io.github.jooqeventstore.operations.index;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.name;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventMetadata;
import io.github.jooqeventstore.EventQuery;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.catalog.PgNamespace;
import io.github.jooqeventstore.operations.catalog.PgStatActivity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Appends to two stores in schemas that are thrown away: one as the migrations make it, one with the index beside.
 *
 * <p>What is appended are copies of the newest events, by the library itself and committed as always. The two take turns, so that
 * whatever else the server does slows both. What this cannot show is an index that no longer fits into memory.
 */
final class AppendMeasurement {
    private static final String PREFIX = "event_store_measure_";
    private static final int TOGETHER = 10;
    private static final int ROUNDS = 40;
    private static final int APPENDS_A_ROUND = 10;
    // The first ones load classes, prepare statements and extend files.
    private static final int WARM_UP = 8;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OperationsDatabase database;
    private final String prefix;

    AppendMeasurement(OperationsDatabase database) {
        this.database = database;
        // Of this session: another one's may be in use.
        this.prefix = PREFIX + own() + "_";
    }

    AppendCost run(NewIndex index, Progress progress) {
        removeLeftovers();
        List<NewEvent> events = newest(index);
        try (var plain = scratch("plain");
                var indexed = scratch("indexed")) {
            var build = new IndexBuild(indexed);
            build.run(index.definition(indexed.dsl()), LockPatience.defaults());
            return compare(plain, indexed, events, progress);
        } finally {
            drop("plain");
            drop("indexed");
        }
    }

    private AppendCost compare(
            OperationsDatabase plain, OperationsDatabase indexed, List<NewEvent> events, Progress progress) {
        EventStore one = EventStore.using(plain.dsl());
        EventStore other = EventStore.using(indexed.dsl());
        long without = 0;
        long with = 0;
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            progress.at("appends", round, WARM_UP + ROUNDS);
            boolean plainFirst = round % 2 == 0;
            long first = round(plainFirst ? one : other, events, round);
            long second = round(plainFirst ? other : one, events, round);
            if (round >= WARM_UP) {
                without += plainFirst ? first : second;
                with += plainFirst ? second : first;
            }
        }
        progress.at("appends", WARM_UP + ROUNDS, WARM_UP + ROUNDS);
        return AppendCost.of(ROUNDS * APPENDS_A_ROUND * TOGETHER, without, with);
    }

    private static long round(EventStore store, List<NewEvent> events, int round) {
        long begin = System.nanoTime();
        for (int append = 0; append < APPENDS_A_ROUND; append++) {
            List<NewEvent> some = new ArrayList<>();
            for (int i = 0; i < TOGETHER; i++) {
                int which = (round * APPENDS_A_ROUND + append) * TOGETHER + i;
                some.add(events.get(which % events.size()).withId(UUID.randomUUID()));
            }
            store.append(StreamId.of("measured", UUID.randomUUID()), ExpectedVersion.noStream(), some);
        }
        return System.nanoTime() - begin;
    }

    /** Copies of what is there; of an empty store, events of about 300 bytes that the index holds. */
    private List<NewEvent> newest(NewIndex index) {
        EventFilter filter = index.types().isEmpty() ? EventFilter.everything() : EventFilter.ofTypes(index.types());
        List<NewEvent> found =
                EventStore.using(database.dsl())
                        .query(EventQuery.where(filter).newestFirst().limit(1_000))
                        .stream()
                        .map(event -> NewEvent.of(new JsonEvent(event.type(), event.json()), event.metadata()))
                        .toList();
        return found.isEmpty() ? made(index) : found;
    }

    private static List<NewEvent> made(NewIndex index) {
        String type = index.types().isEmpty() ? "measured" : index.types().getFirst();
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String value = UUID.randomUUID().toString();
            String payload = "{\"text\": \"" + "x".repeat(200) + "\"}";
            events.add(
                    switch (index.key()) {
                        case IndexKey.MetadataKey key ->
                            NewEvent.of(new JsonEvent(type, payload), EventMetadata.of(key.key(), value));
                        case IndexKey.PayloadField field ->
                            NewEvent.of(new JsonEvent(type, nested(field.path(), value)));
                    });
        }
        return events;
    }

    private static String nested(List<String> path, String value) {
        Object nested = value;
        for (String key : path.reversed()) {
            nested = Map.of(key, nested);
        }
        return JSON.writeValueAsString(nested);
    }

    private OperationsDatabase scratch(String name) {
        SchemaMigrations.of(database.target().dataSource())
                .schema(prefix + name)
                .migrate();
        return OperationsDatabase.open(database.target().schema(prefix + name));
    }

    private void drop(String name) {
        database.dsl().dropSchemaIfExists(name(prefix + name)).cascade().execute();
    }

    /** Of measurements whose program was killed: their sessions are gone. */
    private void removeLeftovers() {
        var namespace = new PgNamespace("n");
        var activity = new PgStatActivity("a");
        List<String> sessions = database.dsl()
                .select(activity.process)
                .from(activity.table())
                .where(activity.process.ne(ownProcess()))
                .fetch(row -> PREFIX + row.value1() + "_");
        database
                .dsl()
                .select(namespace.name)
                .from(namespace.table())
                .where(namespace.name.startsWith(PREFIX))
                .fetch(namespace.name)
                .stream()
                .filter(schema -> sessions.stream().noneMatch(schema::startsWith))
                .forEach(schema -> database.dsl()
                        .dropSchemaIfExists(name(schema))
                        .cascade()
                        .execute());
    }

    private static Field<Long> ownProcess() {
        return system("pg_backend_pid", SQLDataType.BIGINT);
    }

    private long own() {
        return database.dsl().select(ownProcess()).fetchSingle().value1();
    }
}
