package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.SettingsTest.Choice;
import io.github.jooqeventstore.snapshot.SnapshotType;
import io.github.jooqeventstore.snapshot.Snapshots;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each switch and each number of jOOQ's settings, whatever jOOQ's version has, in each other position. */
class EverySettingTest {

    /** They name other tables than those that are there. */
    private static final Set<String> LEAD_ELSEWHERE = Set.of("RenderNameCase UPPER");

    /** jOOQ itself refuses them in its open source edition, whoever's the statement. */
    private static final Set<String> COMMERCIAL = Set.of("TransformInlineCTE ALWAYS", "TransformPatterns true");

    private static final TestDatabase DATABASE = TestDatabase.migrated();

    /** The search path is for those settings that leave the schema out. */
    private static final HikariDataSource POOL = pool();

    @AfterAll
    static void close() {
        POOL.close();
    }

    static Stream<Choice> positions() throws ReflectiveOperationException {
        List<Choice> positions = new ArrayList<>();
        for (Method setter : Settings.class.getMethods()) {
            if (!setter.getName().startsWith("set") || setter.getParameterCount() != 1) {
                continue;
            }
            String name = setter.getName().substring(3);
            Class<?> type = setter.getParameterTypes()[0];
            String getter = (type == Boolean.class ? "is" : "get") + name;
            Object usual = Settings.class.getMethod(getter).invoke(new Settings());
            for (Object position : positionsOf(type)) {
                if (!position.equals(usual)) {
                    positions.add(new Choice(name + " " + position, settings -> set(settings, setter, position)));
                }
            }
        }
        return positions.stream().sorted(Comparator.comparing(Choice::name));
    }

    private static List<Object> positionsOf(Class<?> type) {
        if (type == Boolean.class) {
            return List.of(true, false);
        }
        if (type == Integer.class) {
            return List.of(2);
        }
        if (type == Long.class) {
            return List.of(2L);
        }
        // One for all: it is about texts that are parsed or interpreted, and there are many.
        return type == SQLDialect.class
                ? List.of(SQLDialect.MYSQL)
                : type.isEnum() ? List.of(type.getEnumConstants()) : List.of();
    }

    private static Settings set(Settings settings, Method setter, Object position) {
        try {
            setter.invoke(settings, position);
            return settings;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void areMany() throws ReflectiveOperationException {
        assertThat(positions()).hasSizeGreaterThan(250);
        assertThat(positions())
                .extracting(Choice::name)
                .containsAll(LEAD_ELSEWHERE)
                .containsAll(COMMERCIAL);
    }

    @ParameterizedTest
    @MethodSource("positions")
    void areGoodForEverythingOrRefusedByName(Choice choice) {
        assertGoodOrRefused(choice, DSL.using(POOL, SQLDialect.POSTGRES, choice.settings()));
    }

    @ParameterizedTest
    @MethodSource("positions")
    void areGoodForEverythingOrRefusedByNameWhereSomebodyListens(Choice choice) {
        DSLContext dsl = DSL.using(POOL, SQLDialect.POSTGRES, choice.settings());
        dsl.configuration().set(new ExecuteListener() {});
        assertGoodOrRefused(choice, dsl);
    }

    private static void assertGoodOrRefused(Choice choice, DSLContext dsl) {
        if (LEAD_ELSEWHERE.contains(choice.name())) {
            assertThatExceptionOfType(IncompatibleSchemaException.class).isThrownBy(() -> useEverything(dsl));
        } else if (COMMERCIAL.contains(choice.name())) {
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> useEverything(dsl))
                    .withMessageContaining("commercial only feature");
        } else {
            useEverything(dsl);
        }
        assertThat(dsl.settings()).isEqualTo(choice.settings());
    }

    private static void useEverything(DSLContext dsl) {
        EventStore store = EventStore.using(dsl);
        StreamId one = StreamId.of("setting", UUID.randomUUID());
        StreamId other = StreamId.of("setting", UUID.randomUUID());
        store.append(one, noStream(), note(1));
        dsl.transaction(tx -> store.in(tx)
                .append(List.of(
                        StreamAppend.of(one, any(), note(2), note(3)), StreamAppend.of(other, noStream(), note(1)))));
        assertThatExceptionOfType(WrongExpectedVersionException.class)
                .isThrownBy(() -> store.append(one, exactly(1), note(4)));

        assertThat(store.appendAll(List.of(ImportedEvent.of(StreamId.of("setting", UUID.randomUUID()), note(1))))
                        .events())
                .isEqualTo(1);

        assertThat(store.load(one))
                .extracting(RecordedEvent::json)
                .containsExactly("{\"number\": 1}", "{\"number\": 2}", "{\"number\": 3}");
        EventFilter second = EventFilter.ofStream(one)
                .and(EventFilter.ofTypes("noted", "told"))
                .and(EventFilter.createdBetween(Instant.EPOCH, Instant.now().plusSeconds(86_400)))
                .and(EventFilter.payload("number", "2"))
                .and(EventFilter.payloadContains("{\"number\": 2}"))
                .and(EventFilter.metadata("user_id", "ada").not());
        assertThat(store.query(EventQuery.where(second)))
                .extracting(RecordedEvent::version)
                .containsExactly(2L);
        Snapshots<Long> counts = Snapshots.of(store, SnapshotType.of("count", 1, Long.class));
        assertThat(counts.save(counts.load(one, 0L, (count, event) -> count + 1)))
                .isTrue();
        assertThat(counts.newest(one).orElseThrow().state()).isEqualTo(3);
        assertThat(store.<Integer>withDsl(own -> own.fetchCount(EVENTS, EVENTS.STREAM_ID.eq(one.value()))))
                .isEqualTo(3);
    }

    private static HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(DATABASE.withSearchPath("event_store").dataSource());
        pool.setMaximumPoolSize(4);
        return pool;
    }
}
