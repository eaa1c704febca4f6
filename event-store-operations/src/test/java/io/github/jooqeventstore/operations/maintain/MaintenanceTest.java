package io.github.jooqeventstore.operations.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Care for the tables of a store. */
class MaintenanceTest {
    private final TestStore store = TestStore.create();
    private final OperationsDatabase database = OperationsDatabase.open(store.target());
    private final Maintenance maintenance = new Maintenance(database);

    @AfterEach
    void close() {
        database.close();
    }

    private StoreTable events() {
        return maintenance.tables().stream()
                .filter(table -> table.name().equals("events"))
                .findFirst()
                .orElseThrow();
    }

    /** Runs the work while another thread appends; fails when nobody could append meanwhile. */
    private void whileAppending(Runnable work) {
        var appended = new AtomicInteger();
        var enough = new AtomicBoolean();
        var writer = CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                store.append(10);
                appended.addAndGet(10);
            }
        });
        try {
            Await.until("an append", () -> appended.get() > 0);
            work.run();
            int before = appended.get();
            Await.until("appends to go on", () -> appended.get() > before);
        } finally {
            enough.set(true);
        }
        writer.join();
    }

    @Test
    void freezesEveryPageOfTheEvents() {
        store.append(2000);
        store.dsl().execute("create extension pg_visibility");
        store.dsl().execute("vacuum event_store.events");

        StoreTable frozen = maintenance.freeze();

        assertThat(frozen.pages()).isGreaterThan(50);
        assertThat(frozen.frozenPages()).isEqualTo(frozen.pages());
        assertThat(store.dsl().fetchValue("select all_frozen from pg_visibility_map_summary('event_store.events')"))
                .isEqualTo(frozen.frozenPages());
    }

    @Test
    void knowsFrozenPagesWithoutTheExtensionFromVersion18On() {
        store.append(100);

        StoreTable frozen = maintenance.freeze();

        if (database.serverMajorVersion() >= 18) {
            assertThat(frozen.frozenPages()).isEqualTo(frozen.pages());
        } else {
            assertThat(frozen.frozenPages()).isNull();
            assertThat(frozen.visiblePages()).isEqualTo(frozen.pages());
        }
    }

    @Test
    void vacuumsFreezesAndReindexesWhileProgramsAppend() {
        store.append(500);

        whileAppending(() -> {
            maintenance.vacuum(Progress.NONE);
            maintenance.freeze();
            assertThat(maintenance.reindex(List.of(), Progress.NONE))
                    .extracting(StoreIndex::name)
                    .contains("events_pk", "events_by_type", "events_by_time", "streams_pk");
        });

        assertThat(maintenance.indexes()).allMatch(StoreIndex::valid);
        assertThat(events().analyzedAt()).isNotNull();
        assertThat(store.dsl()
                        .fetchValue("select (select count(*) from event_store.events)"
                                + " = (select sum(version) from event_store.streams)"))
                .isEqualTo(true);
    }

    @Test
    void tellsDeadRows() {
        store.append(100);
        store.dsl().execute("update event_store.streams set version = version");
        store.dsl().execute("analyze event_store.streams");

        Await.until(
                "the dead rows to be told",
                () -> maintenance.tables().stream()
                        .anyMatch(table -> table.name().equals("streams") && table.deadShare() > 0));
        maintenance.vacuum(Progress.NONE);
        Await.until(
                "the dead rows to be gone",
                () -> maintenance.tables().stream().allMatch(table -> table.deadShare() == 0));
    }

    @Test
    void mendsAnInvalidIndexAndRemovesWhatAReindexLeft() {
        store.append(20);
        assertThatThrownBy(() ->
                        store.dsl().execute("create unique index concurrently mine on event_store.events (event_type)"))
                .isInstanceOf(DataAccessException.class);

        assertThatThrownBy(() -> maintenance.reindex(List.of("mine"), Progress.NONE))
                .isInstanceOf(OperationsException.class)
                .hasMessageContaining("index mine: expected to be made anew, found could not create unique index");

        assertThat(maintenance.indexes())
                .extracting(StoreIndex::name)
                .contains("mine")
                .noneMatch(name -> name.contains("_cc"));
        store.dsl().execute("create table event_store.other (a int)");
        store.dsl().execute("insert into event_store.other values (1), (1)");
        assertThatThrownBy(
                        () -> store.dsl().execute("create unique index concurrently other_a on event_store.other (a)"))
                .isInstanceOf(DataAccessException.class);
        store.dsl().execute("delete from event_store.other");

        assertThat(maintenance.reindex(List.of("other_a"), Progress.NONE)).allMatch(StoreIndex::valid);
    }

    @Test
    void refusesAnIndexThatIsNotThere() {
        assertThatThrownBy(() -> maintenance.reindex(List.of("events_pk", "events_by_tpye"), Progress.NONE))
                .isInstanceOf(OperationsException.class)
                .hasMessageContaining("index events_by_tpye: expected it in schema event_store, found none");
    }

    @Test
    void tellsHowFullLeavesAreWhereAnExtensionTells() {
        store.append(500);
        assertThat(maintenance.indexes()).allMatch(index -> index.leafDensity() == null);

        store.dsl().execute("create extension pgstattuple");

        assertThat(maintenance.indexes())
                .filteredOn(index -> index.name().equals("events_position_is_unique"))
                .allMatch(index -> index.leafDensity() != null && index.leafDensity() > 50)
                .hasSize(1);
        assertThat(maintenance.indexes())
                .filteredOn(index -> index.name().equals("events_by_time"))
                .allMatch(index -> index.leafDensity() == null);
    }
}
