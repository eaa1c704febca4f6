package io.github.jooqeventstore.operations.backup;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsBackupTest {
    private final TestStore store = TestStore.create();
    private final Catalog catalog;

    EventsBackupTest(@TempDir Path folder) {
        catalog = Catalog.openOrCreate(folder.resolve("backups"));
    }

    private EventsBackup.Result take(EventsBackup.From from) {
        return EventsBackup.take(
                store.target(), catalog, new EventsBackup.Options(from, true, Duration.ofMillis(300)), Progress.NONE);
    }

    private static Contents contents(EventsBackup.Result result) {
        return requirePresent(result.backup().manifest().contents());
    }

    private static PositionRange range(EventsBackup.Result result) {
        return requirePresent(result.backup().manifest().range());
    }

    private static <T> T requirePresent(@Nullable T value) {
        assertThat(value).isNotNull();
        return java.util.Objects.requireNonNull(value);
    }

    @Nested
    class FromTheBeginning {
        @Test
        void holdsWhatTheStoreHolds() {
            store.append(25);

            EventsBackup.Result taken = take(new EventsBackup.From.Beginning());

            assertThat(range(taken)).isEqualTo(new PositionRange(0, 25));
            assertThat(contents(taken)).isEqualTo(ContentsQuery.of(store.dsl()));
            assertThat(contents(taken).events()).isEqualTo(25);
            assertThat(contents(taken).streams()).isEqualTo(3);
            assertThat(taken.heldBack()).isZero();
            assertThat(taken.backup().manifest().source().database())
                    .isEqualTo(store.target().database());
            assertThat(taken.backup().manifest().source().systemIdentifier()).matches("\\d+");
        }

        @Test
        void ofAnEmptyStoreIsABackup() {
            EventsBackup.Result taken = take(new EventsBackup.From.Beginning());

            assertThat(contents(taken).events()).isZero();
            assertThat(range(taken)).isEqualTo(new PositionRange(0, 0));
        }

        @Test
        void needsNoMoreThanTheRightsOfAReader() {
            store.append(5);
            String reader = "reader_" + UUID.randomUUID().toString().replace("-", "");
            SchemaMigrations.of(store.dataSource()).grant("app_" + reader, reader);
            // The name is ours; DDL takes no bind values.
            store.dsl().execute("alter role " + reader + " login password 'read'");
            DatabaseTarget target = DatabaseTarget.of(store.url(), reader, "read");

            var taken = EventsBackup.take(target, catalog, EventsBackup.Options.defaults(), Progress.NONE);

            assertThat(contents(taken)).isEqualTo(ContentsQuery.of(store.dsl()));
        }
    }

    @Nested
    class BehindTheLast {
        @Test
        void beginsWhereItsParentEnds() {
            store.append(20);
            EventsBackup.Result first = take(new EventsBackup.From.Last());
            store.append(10);

            EventsBackup.Result second = take(new EventsBackup.From.Last());

            assertThat(first.backup().manifest().parent()).isNull();
            assertThat(range(second)).isEqualTo(new PositionRange(20, 30));
            assertThat(requirePresent(second.backup().manifest().parent()).digest())
                    .isEqualTo(first.backup().digest());
            assertThat(Contents.sum(
                            contents(first).eventsFingerprint(),
                            contents(second).eventsFingerprint()))
                    .isEqualTo(ContentsQuery.of(store.dsl()).eventsFingerprint());
        }

        @Test
        void canBeNamedByItsEnd() {
            store.append(20);
            take(new EventsBackup.From.Beginning());
            store.append(10);
            take(new EventsBackup.From.Beginning());

            assertThat(range(take(new EventsBackup.From.Behind(20)))).isEqualTo(new PositionRange(20, 30));
            assertThatThrownBy(() -> take(new EventsBackup.From.Behind(7)))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
        }

        @Test
        void beginsAnewAfterARestoreHasRaisedTheEpoch() {
            store.append(20);
            take(new EventsBackup.From.Beginning());
            store.dsl().execute("update event_store.store set epoch = epoch + 1");

            assertThat(take(new EventsBackup.From.Last()).backup().manifest().parent())
                    .isNull();
        }

        @Test
        void isRefusedWhereTheHistoryIsAnother() {
            store.append(20);
            take(new EventsBackup.From.Beginning());
            // What nobody may do is done by the owner, who has taken the trigger away.
            store.dsl().execute("alter table event_store.events disable trigger user");
            store.dsl()
                    .update(EVENTS)
                    .set(EVENTS.EVENT_ID, UUID.randomUUID())
                    .where(EVENTS.POSITION.eq(20L))
                    .execute();

            assertThatThrownBy(() -> take(new EventsBackup.From.Last()))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED));
        }
    }

    /** A position is handed out before its transaction commits: a later one may be visible first. */
    @Nested
    class WhileATransactionHoldsALowerPosition {
        @Test
        void nothingBehindItIsTakenAndTheNextBackupHasIt() throws Exception {
            store.append(10);
            EventsBackup.Result during;
            try (Connection connection = store.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                EventStore slow = EventStore.using(DSL.using(connection, SQLDialect.POSTGRES));
                slow.append(StreamId.of("order", "slow"), ExpectedVersion.noStream(), event());
                store.append(10);

                during = take(new EventsBackup.From.Last());
                connection.commit();
            }
            EventsBackup.Result after = take(new EventsBackup.From.Last());

            assertThat(range(during)).isEqualTo(new PositionRange(0, 10));
            assertThat(contents(during).events()).isEqualTo(10);
            assertThat(contents(during).streams()).isEqualTo(1);
            assertThat(during.heldBack()).isEqualTo(11);
            assertThat(during.holders()).singleElement().asString().contains("session of pid");
            assertThat(range(after)).isEqualTo(new PositionRange(10, 21));
            assertThat(contents(after).events()).isEqualTo(11);
        }

        @Test
        void theHeadOfAStreamIsCutToo() throws Exception {
            StreamId stream = StreamId.of("order", "both");
            EventStore.using(store.dsl()).append(stream, ExpectedVersion.noStream(), event());
            try (Connection connection = store.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                EventStore slow = EventStore.using(DSL.using(connection, SQLDialect.POSTGRES));
                slow.append(StreamId.of("order", "slow"), ExpectedVersion.noStream(), event());
                EventStore.using(store.dsl()).append(stream, ExpectedVersion.exactly(1), event(), event());

                EventsBackup.Result during = take(new EventsBackup.From.Beginning());

                connection.rollback();
                assertThat(contents(during).streams()).isEqualTo(1);
                assertThat(contents(during).events()).isEqualTo(1);
            }
        }

        private static NewEvent event() {
            return NewEvent.of(new JsonEvent("Noted", "{}"));
        }
    }

    @Nested
    class ThatFails {
        @Test
        void leavesNothingBehindAndTheEarlierOnesAsTheyWere() {
            EventsBackup.Result earlier = take(new EventsBackup.From.Beginning());
            DatabaseTarget wrong = DatabaseTarget.of(store.url(), store.target().user(), "wrong");

            fails(wrong, ExitCode.LOGIN_REFUSED);
            fails(store.target().database("nowhere"), ExitCode.CANNOT_CONNECT);
            fails(store.target().schema("nowhere"), ExitCode.CHECK_FAILED);

            assertThat(catalog.entries()).containsExactly(earlier.backup());
        }

        private void fails(DatabaseTarget target, ExitCode code) {
            assertThatThrownBy(() -> EventsBackup.take(target, catalog, EventsBackup.Options.defaults(), Progress.NONE))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(code));
        }
    }
}
