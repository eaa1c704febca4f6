package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.PARKED_EVENTS;
import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.inline;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.store.PositionGap.Cause;
import io.github.jooqeventstore.operations.store.StoreFinding.Kind;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StoreVerificationTest {
    private final TestStore store = TestStore.create();

    private StoreReport verify() {
        return StoreVerification.run(store.target(), StoreVerification.Options.defaults(), Progress.NONE);
    }

    /** What is found after the deed, but for the count of changes: the server tells it a moment later. */
    private List<String> foundAfter(Consumer<DSLContext> deed) {
        Tampering.with(store, deed);
        return verify().findings().stream()
                .filter(finding -> finding.kind() != Kind.HISTORY_CHANGED)
                .map(finding -> finding.kind() + " " + finding)
                .toList();
    }

    private String anyStream() {
        return store.dsl()
                .select(STREAMS.STREAM_ID)
                .from(STREAMS)
                .limit(1)
                .fetchSingle()
                .value1();
    }

    @Nested
    class OfAStoreThatIsWell {
        @Test
        void findsNothing() {
            store.append(30);

            StoreReport report = verify();

            assertThat(report.findings()).isEmpty();
            assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(report.events()).isEqualTo(30);
            assertThat(report.streams()).isEqualTo(3);
            assertThat(report.headPosition()).isEqualTo(30);
            assertThat(report.gaps().count()).isZero();
            assertThat(report.notChecked()).isEmpty();
        }

        @Test
        void findsNothingWhereThereIsNothing() {
            assertThat(verify().exitCode()).isEqualTo(ExitCode.OK);
        }

        @Test
        void needsTheRightsOfAReaderOnly() {
            store.append(10);
            String reader = "reader_" + UUID.randomUUID().toString().replace("-", "");
            SchemaMigrations.of(store.dataSource()).grant(reader + "_app", reader);
            store.dsl().execute("alter role {0} login password {1}", DSL.name(reader), inline("secret"));
            DatabaseTarget target = DatabaseTarget.of(store.url(), reader, "secret");

            StoreReport report = StoreVerification.run(target, StoreVerification.Options.defaults(), Progress.NONE);

            assertThat(report.findings()).isEmpty();
            assertThat(report.notChecked()).singleElement().asString().contains("sequence of positions");
        }
    }

    @Nested
    class OfStreams {
        @Test
        void findsAnEventThatIsMissing() {
            store.append(10);
            String stream = anyStream();

            assertThat(foundAfter(dsl ->
                            dsl.deleteFrom(EVENTS).where(EVENTS.VERSION.eq(4L)).execute()))
                    .containsExactly("STREAM_NOT_CONTINUOUS stream " + stream
                            + ": expected version 4, found version 5 at position 5");
            assertThat(verify().exitCode()).isEqualTo(ExitCode.INTEGRITY);
        }

        @Test
        void findsTheFirstAndTheLastEventThatAreMissing() {
            store.append(10);
            String stream = anyStream();

            assertThat(foundAfter(dsl -> dsl.deleteFrom(EVENTS)
                            .where(EVENTS.VERSION.in(1L, 10L))
                            .execute()))
                    .containsExactly(
                            "STREAM_NOT_CONTINUOUS stream " + stream
                                    + ": expected version 1, found version 2 at position 2",
                            "HEAD_DIFFERS stream " + stream + ": expected head 9, found head 10");
        }

        @Test
        void findsAHeadWithoutEventsAndEventsWithoutAHead() {
            store.append(20);
            String one = anyStream();
            String other = store.dsl()
                    .select(STREAMS.STREAM_ID)
                    .from(STREAMS)
                    .where(STREAMS.STREAM_ID.ne(one))
                    .fetchSingle()
                    .value1();

            assertThat(foundAfter(dsl -> {
                        dsl.deleteFrom(EVENTS).where(EVENTS.STREAM_ID.eq(one)).execute();
                        dsl.deleteFrom(STREAMS)
                                .where(STREAMS.STREAM_ID.eq(other))
                                .execute();
                    }))
                    .containsExactlyInAnyOrder(
                            "HEAD_DIFFERS stream " + one + ": expected events up to 10, found none",
                            "HEAD_DIFFERS stream " + other + ": expected head 10, found no head");
        }

        @Test
        void findsPositionsThatDoNotRise() {
            store.append(10);

            assertThat(foundAfter(dsl -> dsl.execute("update {0} set position = default where version = 5", EVENTS)))
                    .containsExactly("POSITIONS_NOT_RISING stream " + anyStream()
                            + ": expected version 6 behind position 11, found it at position 6");
        }

        @Test
        void findsASnapshotAheadOfItsStream() {
            store.append(10);
            String stream = anyStream();

            assertThat(foundAfter(dsl -> dsl.insertInto(SNAPSHOTS)
                            .set(SNAPSHOTS.STREAM_ID, stream)
                            .set(SNAPSHOTS.SNAPSHOT_TYPE, "Order")
                            .set(SNAPSHOTS.VERSION, 11L)
                            .set(SNAPSHOTS.STATE, JSONB.valueOf("{}"))
                            .execute()))
                    .containsExactly("SNAPSHOT_AHEAD snapshot Order of stream " + stream
                            + ": expected version 10 at most, found version 11");
            assertThat(verify().exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        }
    }

    @Nested
    class OfSubscriptions {
        private void checkpoint(DSLContext dsl, String name, long position, long epoch, UUID event) {
            dsl.insertInto(SUBSCRIPTIONS)
                    .set(SUBSCRIPTIONS.NAME, name)
                    .set(SUBSCRIPTIONS.PARTITION, 0)
                    .set(SUBSCRIPTIONS.PARTITIONS, 1)
                    .set(SUBSCRIPTIONS.POSITION, position)
                    .set(SUBSCRIPTIONS.EPOCH, epoch)
                    .set(SUBSCRIPTIONS.EVENT_ID, event)
                    .execute();
        }

        @Test
        void findsACheckpointThatHasSeenAnotherHistory() {
            store.append(10);
            UUID fifth = store.dsl()
                    .select(EVENTS.EVENT_ID)
                    .from(EVENTS)
                    .where(EVENTS.POSITION.eq(5L))
                    .fetchSingle()
                    .value1();
            UUID foreign = new UUID(1, 2);

            assertThat(foundAfter(dsl -> {
                        checkpoint(dsl, "ahead", 11, 1, foreign);
                        checkpoint(dsl, "elsewhere", 5, 2, fifth);
                        checkpoint(dsl, "other", 5, 1, foreign);
                        checkpoint(dsl, "right", 5, 1, fifth);
                    }))
                    .containsExactly(
                            "CHECKPOINT_AHEAD subscription ahead, partition 0: expected position 10 at most, found"
                                    + " position 11",
                            "CHECKPOINT_OF_OTHER_EPOCH subscription elsewhere, partition 0: expected epoch 1, found epoch 2",
                            "WITNESS_DIFFERS subscription other, partition 0: expected event " + foreign
                                    + " at position 5, found event " + fifth);
        }

        @Test
        void findsAParkedEventThatIsNotThere() {
            store.append(10);

            assertThat(foundAfter(dsl -> dsl.insertInto(PARKED_EVENTS)
                            .set(PARKED_EVENTS.SUBSCRIPTION, "mails")
                            .set(PARKED_EVENTS.POSITION, 12L)
                            .set(PARKED_EVENTS.EVENT_ID, new UUID(1, 2))
                            .set(PARKED_EVENTS.STREAM_ID, "order-1")
                            .set(PARKED_EVENTS.ATTEMPTS, 0)
                            .execute()))
                    .singleElement()
                    .asString()
                    .startsWith("PARKED_EVENT_ABSENT event put aside by subscription mails");
        }
    }

    @Nested
    class OfTables {
        @Test
        void findsATriggerThatIsDisabledOrGone() {
            assertThat(foundAfter(dsl -> {
                        dsl.execute("alter table {0} disable trigger events_are_never_changed", EVENTS);
                        dsl.execute("drop trigger streams_are_never_removed on {0}", STREAMS);
                    }))
                    .hasSize(2)
                    .allMatch(it -> it.startsWith("SCHEMA_DIFFERS trigger "))
                    .anyMatch(it -> it.contains("events_are_never_changed") && it.contains("disabled"))
                    .anyMatch(it -> it.contains("streams_are_never_removed"));
            assertThat(verify().exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        }

        @Test
        void findsASequenceBehindTheHead() {
            store.append(10);

            assertThat(foundAfter(dsl ->
                            dsl.fetch("select setval(pg_get_serial_sequence('event_store.events', 'position'), 9)")))
                    .containsExactly(
                            "SEQUENCE_BEHIND sequence of positions: expected position 10 or later as the last one,"
                                    + " found position 9");
        }

        @Test
        void findsThatTheServerHasCountedAChangeEvenOfContent() {
            store.append(10);
            try (OperationsDatabase database = OperationsDatabase.open(store.target())) {
                database.dsl().execute("set session_replication_role = replica");
                database.dsl()
                        .update(EVENTS)
                        .set(EVENTS.EVENT_DATA, JSONB.valueOf("{}"))
                        .where(EVENTS.POSITION.eq(3L))
                        .execute();
                // Brings its counts to everybody's knowledge at once.
                database.dsl().fetch("select pg_stat_force_next_flush()");
            }

            StoreReport report = verify();

            assertThat(report.findings())
                    .singleElement()
                    .hasToString(
                            "table events: expected no event changed or removed, found 1 changes and 0 removals in the"
                                    + " statistics of the server");
        }
    }

    @Nested
    class OfGaps {
        /** Transactions that were committed on either side, so that only the gap is unusual. */
        private PositionGap gapBy(Runnable deed) {
            store.append(200);
            deed.run();
            store.append(200);
            PositionGaps gaps = StoreVerification.gaps(store.target());
            assertThat(gaps.count()).isOne();
            assertThat(gaps.missing()).isEqualTo(gaps.longest().getFirst().length());
            return gaps.longest().getFirst();
        }

        @Test
        void knowsATransactionThatWasRolledBack() {
            PositionGap gap = gapBy(() -> {
                try (OperationsDatabase database = OperationsDatabase.open(store.target())) {
                    database.connection().setAutoCommit(false);
                    TestStore.append(database.dsl(), 50);
                    database.connection().rollback();
                } catch (java.sql.SQLException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(gap.cause()).isEqualTo(Cause.ROLLED_BACK);
            assertThat(gap.from()).isEqualTo(201);
            assertThat(gap.length()).isEqualTo(50);
        }

        @Test
        void takesAShortOneForACrashByItsLength() {
            PositionGap gap = gapBy(() -> Tampering.passOver(store, 32));

            assertThat(gap.cause()).isEqualTo(Cause.CRASH);
            assertThat(gap.evidence()).isEqualTo("by their number alone");
        }

        @Test
        void doesNotExplainALongOneThatNobodyRolledBack() {
            PositionGap gap = gapBy(() -> Tampering.passOver(store, 33));

            assertThat(gap.cause()).isEqualTo(Cause.UNEXPLAINED);
            assertThat(verify().passed()).isTrue();
            StoreReport strict = StoreVerification.run(
                    store.target(), StoreVerification.Options.defaults().strictly(), Progress.NONE);
            assertThat(strict.findings())
                    .singleElement()
                    .hasToString("positions 201 through 233: expected a transaction that was rolled back, found none");
        }

        @Test
        void knowsTheLeapOfARestoreOnceForEachEpoch() {
            PositionGap gap = gapBy(() -> {
                Tampering.passOver(store, 1_000_000);
                Tampering.with(store, dsl -> dsl.execute("update event_store.store set epoch = 2"));
            });

            assertThat(gap.cause()).isEqualTo(Cause.RESTORE);
        }

        @Test
        void knowsOneThatMayStillBeFilled() throws Exception {
            store.append(10);
            try (OperationsDatabase open = OperationsDatabase.open(store.target())) {
                open.connection().setAutoCommit(false);
                TestStore.append(open.dsl(), 10);
                store.append(10);

                assertThat(StoreVerification.gaps(store.target()).longest())
                        .singleElement()
                        .extracting(PositionGap::cause)
                        .isEqualTo(Cause.OPEN);
                open.connection().commit();
            }
            assertThat(StoreVerification.gaps(store.target()).count()).isZero();
        }
    }
}
