package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.WrongExpectedVersionException;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.Contents;
import io.github.jooqeventstore.operations.backup.ContentsQuery;
import io.github.jooqeventstore.operations.backup.EventsBackup;
import io.github.jooqeventstore.operations.store.StoreState;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsRestoreTest {
    private static final StreamId ORDER = StreamId.of("order", "1");

    private final TestStore store = TestStore.create();
    private final DSLContext dsl = store.dsl();
    private final Catalog catalog;

    EventsRestoreTest(@TempDir Path folder) {
        catalog = Catalog.openOrCreate(folder.resolve("backups"));
    }

    private Backup take(EventsBackup.From from) {
        return EventsBackup.take(
                        store.target(), catalog, EventsBackup.Options.defaults().from(from), Progress.NONE)
                .backup();
    }

    private static Contents contents(Backup backup) {
        return Objects.requireNonNull(backup.manifest().contents());
    }

    private EventsRestore.Report restore(TestStore into, Backup backup, boolean existing, boolean rewind) {
        return EventsRestore.execute(
                into.target(), catalog, backup, new EventsRestore.Options(existing, rewind, 1000), Progress.NONE);
    }

    private static void append(TestStore to, ExpectedVersion expected) {
        EventStore.using(to.dsl()).append(ORDER, expected, NewEvent.of(new JsonEvent("Noted", "{\"n\": 1.00}")));
    }

    private static void subscription(DSLContext dsl, String name, long position) {
        dsl.insertInto(SUBSCRIPTIONS)
                .columns(
                        SUBSCRIPTIONS.NAME,
                        SUBSCRIPTIONS.PARTITION,
                        SUBSCRIPTIONS.PARTITIONS,
                        SUBSCRIPTIONS.POSITION,
                        SUBSCRIPTIONS.EPOCH)
                .values(name, 0, 1, position, 1L)
                .execute();
    }

    private static void snapshot(DSLContext dsl, long version) {
        dsl.insertInto(SNAPSHOTS)
                .columns(SNAPSHOTS.STREAM_ID, SNAPSHOTS.SNAPSHOT_TYPE, SNAPSHOTS.VERSION, SNAPSHOTS.STATE)
                .values(ORDER.toString(), "state", version, org.jooq.JSONB.valueOf("{}"))
                .execute();
    }

    private static long schemas(TestStore of, String like) {
        // PostgreSQL's own table: jOOQ has no class for it.
        return of.dsl()
                .fetchSingle("select count(*) from pg_namespace where nspname like {0}", org.jooq.impl.DSL.val(like))
                .get(0, Long.class);
    }

    @Nested
    class IntoANewSchema {
        @Test
        void bringsBackAChainAsItWas() {
            store.append(30);
            append(store, ExpectedVersion.noStream());
            take(new EventsBackup.From.Beginning());
            append(store, ExpectedVersion.exactly(1));
            take(new EventsBackup.From.Last());
            store.append(10);
            dsl.update(STREAMS)
                    .set(STREAMS.ARCHIVED_AT, java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC))
                    .where(STREAMS.STREAM_ID.ne(ORDER.toString()))
                    .execute();
            Backup last = take(new EventsBackup.From.Last());
            TestStore other = TestStore.withoutSchema();

            EventsRestore.Report report = restore(other, last, false, false);

            assertThat(report.plan().backups()).hasSize(3);
            Contents before = ContentsQuery.of(dsl);
            assertThat(ContentsQuery.of(other.dsl())).isEqualTo(before);
            assertThat(SchemaMigrations.of(other.dataSource()).validate()).isEmpty();
            assertThat(schemas(other, "event_store%")).isOne();
        }

        @Test
        void isFollowedByAppendsBehindEveryPositionThatWasHandedOut() {
            append(store, ExpectedVersion.noStream());
            Backup backup = take(new EventsBackup.From.Beginning());
            TestStore other = TestStore.withoutSchema();

            EventsRestore.Report report = restore(other, backup, false, false);
            append(other, ExpectedVersion.exactly(1));

            assertThat(report.after().nextPosition()).isEqualTo(1001);
            assertThat(other.dsl().fetchValue(EVENTS.POSITION, EVENTS.VERSION.eq(2L)))
                    .isEqualTo(1002);
            assertThatThrownBy(() -> append(other, ExpectedVersion.exactly(1)))
                    .isInstanceOf(WrongExpectedVersionException.class);
            assertThatThrownBy(() -> other.dsl().deleteFrom(EVENTS).execute())
                    .hasMessageContaining("history is only ever appended to");
        }

        @Test
        void keepsTheStoresIdentityAndRaisesItsEpoch() {
            store.append(10);
            subscription(dsl, "mail", 10);
            Backup backup = take(new EventsBackup.From.Beginning());
            TestStore other = TestStore.withoutSchema();

            restore(other, backup, false, false);

            StoreState was = state(store);
            StoreState is = state(other);
            assertThat(is.storeId()).isEqualTo(was.storeId());
            assertThat(is.epoch()).isEqualTo(was.epoch() + 1);
        }

        @Test
        void stopsASubscriptionLoudlyUntilItIsLedBack() throws Exception {
            store.append(10);
            subscription(dsl, "mail", 10);
            Backup backup = take(new EventsBackup.From.Beginning());
            TestStore other = TestStore.withoutSchema();
            restore(other, backup, false, false);
            List<RecordedEvent> seen = new CopyOnWriteArrayList<>();
            try (Subscriptions subscriptions = Subscriptions.builder(EventStore.using(other.dsl()))
                    .pollInterval(Duration.ofMillis(20))
                    .build()) {
                subscriptions.start(SubscriptionDefinition.named("mail"), seen::add);
                Await.until("the subscription has stopped", () -> lastError(other) != null);
                append(other, ExpectedVersion.noStream());

                assertThat(lastError(other)).contains("expected epoch 1 of the store, found epoch 2");
                assertThat(seen).isEmpty();

                subscriptions.rewindTo("mail", 10);
                Await.until("the event behind it is seen", () -> seen.size() == 1);
                assertThat(seen.getFirst().position()).isEqualTo(1011);
            }
        }

        private @Nullable String lastError(TestStore of) {
            return of.dsl().fetchValue(SUBSCRIPTIONS.LAST_ERROR, SUBSCRIPTIONS.NAME.eq("mail"));
        }

        @Test
        void makesOwnColumnsAndIndexesAgain() {
            // DDL of an application.
            dsl.execute("alter table event_store.events add column tenant text collate \"C\" default 'none'");
            dsl.execute(
                    "create index events_by_tenant on event_store.events (tenant, position) where tenant <> 'none'");
            dsl.execute("alter table event_store.events add constraint tenant_is_short check (length(tenant) < 9)");
            dsl.execute("alter table event_store.events add column n numeric"
                    + " generated always as ((event_data ->> 'n')::numeric) stored");
            append(store, ExpectedVersion.noStream());
            TestStore other = TestStore.withoutSchema();

            restore(other, take(new EventsBackup.From.Beginning()), false, false);

            String shape = "select string_agg(column_name || data_type || coalesce(column_default, '')"
                    + " || coalesce(generation_expression, ''), ';' order by ordinal_position)"
                    + " from information_schema.columns where table_name = 'events'";
            assertThat(other.dsl().fetchValue(shape)).isEqualTo(dsl.fetchValue(shape));
            assertThat(other.dsl().fetchValue("select tenant || n from event_store.events"))
                    .isEqualTo("none1.00");
            assertThat(other.dsl().fetchValue("select indexdef from pg_indexes where indexname = 'events_by_tenant'"))
                    .isEqualTo(dsl.fetchValue("select indexdef from pg_indexes where indexname = 'events_by_tenant'"));
            assertThatThrownBy(() -> other.dsl()
                            .execute("insert into event_store.events"
                                    + " (stream_id, version, event_id, event_type, event_data, tenant)"
                                    + " values ('s', 1, gen_random_uuid(), 't', '{}', 'far too long')"))
                    .hasMessageContaining("tenant_is_short");
        }

        @Test
        void isRefusedWhereTablesAre() {
            Backup backup = take(new EventsBackup.From.Beginning());

            refused(store, backup, false, ExitCode.REFUSED, "give --into-existing");
        }

        @Test
        void leavesNothingWhenAFileIsNotWhatItWas() throws IOException {
            store.append(10);
            Backup backup = take(new EventsBackup.From.Beginning());
            TestStore other = TestStore.withoutSchema();
            flip(backup.file("events.copy.gz"));

            refused(other, backup, false, ExitCode.INTEGRITY, "of file events.copy.gz");
            assertThat(schemas(other, "event_store%")).isZero();
        }

        @Test
        void leavesNothingWhenACheckpointIsAheadOfTheLastEvent() {
            store.append(10);
            subscription(dsl, "mail", 99);
            Backup backup = take(new EventsBackup.From.Beginning());
            TestStore other = TestStore.withoutSchema();

            refused(other, backup, false, ExitCode.REFUSED, "mail at 99");
            assertThat(schemas(other, "event_store%")).isZero();

            EventsRestore.Report report = restore(other, backup, false, true);
            assertThat(report.after().rewound()).isOne();
            assertThat(other.dsl().fetchValue(SUBSCRIPTIONS.POSITION, SUBSCRIPTIONS.NAME.eq("mail")))
                    .isEqualTo(10);
            assertThat(other.dsl().fetchValue(SUBSCRIPTIONS.EPOCH, SUBSCRIPTIONS.NAME.eq("mail")))
                    .isEqualTo(2);
        }

        private void flip(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
    }

    @Nested
    class IntoAStoreThatIsLive {
        @Test
        void changesNothingUntilItIsExecuted() {
            store.append(10);
            Backup backup = take(new EventsBackup.From.Beginning());
            store.append(5);

            EventsRestore.Plan plan =
                    EventsRestore.plan(store.target(), catalog, backup, new EventsRestore.Options(true, false, 1000));

            assertThat(plan.liveHead()).isEqualTo(15);
            assertThat(plan.eventsSetAside()).isEqualTo(5);
            assertThat(dsl.fetchCount(EVENTS)).isEqualTo(15);
            assertThat(schemas(store, "event_store%")).isOne();
        }

        @Test
        void swapsTheEventsAndKeepsTheOldOnes() {
            append(store, ExpectedVersion.noStream());
            Backup backup = take(new EventsBackup.From.Beginning());
            append(store, ExpectedVersion.exactly(1));
            snapshot(dsl, 2);
            SchemaMigrations.of(store.dataSource()).grant("app_" + name(), "reader_" + name());
            Object rights = rights();

            EventsRestore.Report report = restore(store, backup, true, false);

            assertThat(ContentsQuery.of(dsl).withHighestPosition(0))
                    .isEqualTo(contents(backup).withHighestPosition(0));
            assertThat(SchemaMigrations.of(store.dataSource()).validate()).isEmpty();
            assertThat(rights()).isEqualTo(rights);
            assertThat(dsl.fetchCount(SNAPSHOTS)).isZero();
            assertThat(report.after().nextPosition()).isEqualTo(1002);
            assertThat(dsl.fetchValue("select count(*) from " + report.plan().keptAs() + ".events"))
                    .isEqualTo(2L);
            assertThat(schemas(store, "%restore%")).isZero();
            append(store, ExpectedVersion.exactly(1));
            assertThat(dsl.fetchValue(EVENTS.POSITION, EVENTS.VERSION.eq(2L))).isEqualTo(1003);
            assertThatThrownBy(() -> dsl.truncate(EVENTS).execute())
                    .hasMessageContaining("history is only ever appended to");
        }

        @Test
        void isRefusedWhileACheckpointIsAheadAndLeavesWhatIsLive() {
            store.append(10);
            Backup backup = take(new EventsBackup.From.Beginning());
            store.append(10);
            subscription(dsl, "mail", 20);
            Contents live = ContentsQuery.of(dsl);

            refused(store, backup, true, ExitCode.REFUSED, "mail at 20");

            assertThat(ContentsQuery.of(dsl)).isEqualTo(live);
            assertThat(state(store).epoch()).isOne();
            assertThat(schemas(store, "event_store%")).isOne();
            store.append(1);

            restore(store, backup, true, true);
            assertThat(dsl.fetchValue(SUBSCRIPTIONS.POSITION, SUBSCRIPTIONS.NAME.eq("mail")))
                    .isEqualTo(10);
        }

        @Test
        void keepsOwnColumnsIndexesTriggersAndForeignKeys() {
            append(store, ExpectedVersion.noStream());
            Backup backup = take(new EventsBackup.From.Beginning());
            // DDL of an application, after the backup.
            dsl.execute("alter table event_store.events add column tenant text default 'none'");
            dsl.execute("create index events_by_tenant on event_store.events (tenant)");
            dsl.execute("create table note (stream_id text references event_store.streams (stream_id))");
            dsl.execute("create function noted() returns trigger language plpgsql as 'begin return null; end'");
            dsl.execute(
                    "create trigger noted after insert on event_store.events for each statement execute function noted()");
            String own = "select string_agg(pg_get_constraintdef(oid) || convalidated, ';') from pg_constraint"
                    + " where conrelid = 'note'::regclass";
            Object keys = dsl.fetchValue(own);
            String index =
                    "select indexdef from pg_indexes where schemaname = 'event_store' and indexname = 'events_by_tenant'";
            Object indexed = dsl.fetchValue(index);

            EventsRestore.Report report = restore(store, backup, true, false);

            assertThat(report.findings()).isEmpty();
            assertThat(dsl.fetchValue(own)).isEqualTo(keys);
            assertThat(dsl.fetchValue(index)).isEqualTo(indexed);
            assertThat(dsl.fetchValue("select tenant from event_store.events")).isEqualTo("none");
            assertThat(
                            dsl.fetchValue(
                                    "select count(*) from pg_trigger where tgrelid = 'event_store.events'::regclass and tgname = 'noted'"))
                    .isEqualTo(1L);
            assertThatThrownBy(() -> dsl.execute("insert into note values ('nowhere')"))
                    .hasMessageContaining("note_stream_id_fkey");
        }

        @Test
        void namesRowsOfOtherTablesThatLeadNowhereAfterwards() {
            append(store, ExpectedVersion.noStream());
            Backup backup = take(new EventsBackup.From.Beginning());
            store.append(1);
            dsl.execute("create table note as select stream_id from event_store.streams");
            dsl.execute("alter table note add foreign key (stream_id) references event_store.streams (stream_id)");

            EventsRestore.Report report = restore(store, backup, true, false);

            assertThat(report.findings()).singleElement().asString().contains("note_stream_id_fkey");
        }

        @Test
        void isRefusedWhereAViewWouldStayBehind() {
            Backup backup = take(new EventsBackup.From.Beginning());
            dsl.execute("create view latest as select max(position) from event_store.events");

            refused(store, backup, true, ExitCode.REFUSED, "view latest");
        }

        @Test
        void isRefusedForAnotherStore() {
            Backup backup = take(new EventsBackup.From.Beginning());

            refused(TestStore.create(), backup, true, ExitCode.REFUSED, "which the backup is of");
        }

        @Test
        void givesUpWhereSomebodyHoldsALockForTooLong() throws Exception {
            store.append(10);
            Backup backup = take(new EventsBackup.From.Beginning());
            try (Connection connection = store.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                connection.createStatement().execute("lock table event_store.events in access share mode");

                assertThatThrownBy(
                                () -> new Swap(store.target(), "nowhere", new AfterRestore.Known(1, 10, 10, false), 2)
                                        .tables("kept"))
                        .isInstanceOfSatisfying(
                                OperationsException.class,
                                e -> assertThat(e.exitCode()).isEqualTo(ExitCode.LOCKED));
            }
            assertThat(dsl.fetchCount(EVENTS)).isEqualTo(10);
            restore(store, backup, true, false);
        }

        private @Nullable Object rights() {
            return dsl.fetchValue("""
                    select string_agg(concat(c.relname, c.relowner, c.relacl, a.attname, a.attacl), ';' order by c.relname, a.attname)
                    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                    where c.relnamespace = 'event_store'::regnamespace and c.relkind = 'r'
                      and c.relname in ('events', 'streams', 'snapshots')""");
        }

        private String name() {
            return store.target().database();
        }
    }

    private void refused(TestStore into, Backup backup, boolean existing, ExitCode code, String finding) {
        assertThatThrownBy(() -> restore(into, backup, existing, false))
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
                .hasMessageContaining(finding);
    }

    private static StoreState state(TestStore store) {
        try (OperationsDatabase database = OperationsDatabase.open(store.target())) {
            return StoreState.read(database);
        }
    }
}
