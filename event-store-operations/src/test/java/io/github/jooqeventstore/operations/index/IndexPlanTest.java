package io.github.jooqeventstore.operations.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an index comes to before it is built. */
class IndexPlanTest {
    private static final NewIndex BY_TENANT = NewIndex.on(IndexKey.metadata("tenant"));

    private final TestStore store = TestStore.create();
    private final OperationsDatabase database = OperationsDatabase.open(store.target());
    private final Indexes indexes = new Indexes(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsStatementAndSizeAndBuildsNothing() {
        SomeEvents.insert(store.dsl(), 5_000);
        store.dsl().execute("analyze event_store.events");

        IndexPlan plan = indexes.plan(BY_TENANT);

        assertThat(plan.sql())
                .isEqualTo("create index concurrently \"events_by_tenant\" on \"event_store\".\"events\""
                        + " (((\"metadata\"->>'tenant')), \"position\")"
                        + " where (\"metadata\"->>'tenant') is not null");
        assertThat(plan.rows()).isEqualTo(5_000);
        assertThat(plan.found()).isEqualTo(5_000);
        assertThat(plan.values()).isEqualTo(1_000);
        assertThat(IndexShapes.read(database).stream().anyMatch(it -> it.name().equals(plan.name())))
                .isFalse();
        long bytes = indexes.create(BY_TENANT, Progress.NONE).bytes();
        assertThat(plan.estimatedBytes()).isBetween(bytes / 2, bytes * 2);
    }

    @Test
    void measuresWhatItCostsAndLeavesNothing() {
        SomeEvents.insert(store.dsl(), 100);
        // Of a measurement that was killed.
        store.dsl().execute("create schema event_store_measure_999999999_plain");
        store.dsl().execute("create table event_store_measure_999999999_plain.events (id int)");

        AppendCost cost = indexes.measure(BY_TENANT, Progress.NONE);

        assertThat(cost.events()).isEqualTo(4_000);
        assertThat(cost.withoutIndex()).isPositive();
        assertThat(cost.ratio()).isBetween(0.1, 2.0);
        assertThat(store.dsl().fetchValue("select count(*) from pg_namespace where nspname like 'event_store_m%'"))
                .isEqualTo(0L);
        assertThat(store.dsl().fetchValue("select count(*) from event_store.events"))
                .isEqualTo(100L);
    }

    @Test
    void measuresInAnEmptyStoreToo() {
        assertThat(indexes.measure(NewIndex.on(IndexKey.payload("/order/customer")), Progress.NONE)
                        .ratio())
                .isPositive();
    }
}
