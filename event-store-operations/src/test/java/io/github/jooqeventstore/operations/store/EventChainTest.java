package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.store.StoreFinding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jooq.JSONB;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventChainTest {
    private final TestStore store = TestStore.create();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("orders.chain");
    }

    private EventChain.Extended extend() {
        return EventChain.extend(store.target(), file, Progress.NONE);
    }

    private StoreReport verify() {
        return StoreVerification.run(
                store.target(), StoreVerification.Options.defaults().chain(file), Progress.NONE);
    }

    private List<String> found() {
        return verify().findings().stream()
                .filter(finding -> finding.kind() != Kind.HISTORY_CHANGED)
                .map(StoreFinding::toString)
                .toList();
    }

    @Nested
    class Extended {
        @Test
        void coversAllEventsAndIsTheSameInOnePieceAndInTwo() throws IOException {
            store.append(1500);
            EventChain.Extended first = extend();
            assertThat(first.added()).isEqualTo(1500);
            store.append(20);

            EventChain.Extended second = extend();

            assertThat(second.added()).isEqualTo(20);
            assertThat(second.state().events()).isEqualTo(1520);
            assertThat(Files.readAllLines(file)).hasSize(4);
            StoreReport report = verify();
            assertThat(report.passed()).isTrue();
            assertThat(report.chain()).isEqualTo(second.state());
            assertThat(extend().added()).isZero();
        }

        @Test
        void leavesOutWhatIsNotFinal() throws Exception {
            store.append(10);
            try (OperationsDatabase open = OperationsDatabase.open(store.target())) {
                open.connection().setAutoCommit(false);
                TestStore.append(open.dsl(), 10);
                store.append(10);

                assertThat(extend().state().through()).isEqualTo(10);
                open.connection().commit();
            }
            assertThat(extend().state())
                    .extracting(ChainState::events, ChainState::through)
                    .containsExactly(30L, 30L);
            assertThat(verify().passed()).isTrue();
        }

        @Test
        void refusesTheChainOfAnotherStore() {
            store.append(10);
            extend();
            TestStore other = TestStore.create();

            assertThatThrownBy(() -> EventChain.extend(other.target(), file, Progress.NONE))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED));
        }

        @Test
        void refusesToGoOnBehindEventsThatWereChanged() throws IOException {
            store.append(10);
            extend();
            byte[] before = Files.readAllBytes(file);
            Tampering.with(
                    store,
                    dsl -> dsl.deleteFrom(EVENTS).where(EVENTS.POSITION.eq(10L)).execute());

            assertThatThrownBy(EventChainTest.this::extend)
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTEGRITY));
            assertThat(file).hasBinaryContent(before);
            assertThat(folder).isDirectoryNotContaining("glob:**.partial");
        }
    }

    @Nested
    class Compared {
        @BeforeEach
        void write() {
            store.append(2500);
            Tampering.passOver(store, 200);
            store.append(10);
            extend();
        }

        @Test
        void namesOneAlteredEventByBucketAndPosition() {
            Tampering.with(
                    store,
                    dsl -> dsl.update(EVENTS)
                            .set(EVENTS.METADATA, JSONB.valueOf("{\"user_id\": \"another\"}"))
                            .where(EVENTS.POSITION.eq(1234L))
                            .execute());

            assertThat(found())
                    .containsExactly(
                            "position 1234: expected the event in the bucket of positions 1001 through 2000, found"
                                    + " another");
            assertThat(verify().exitCode()).isEqualTo(ExitCode.INTEGRITY);
        }

        @Test
        void namesOneDeletedEventByBucketAndPosition() {
            Tampering.with(
                    store,
                    dsl -> dsl.deleteFrom(EVENTS)
                            .where(EVENTS.POSITION.eq(2710L))
                            .execute());

            assertThat(found())
                    .contains(
                            "position 2710: expected the event in the bucket of positions 2001 through 2710, found none");
        }

        @Test
        void findsAWholeStreamThatWasRemovedWithItsHead() {
            Tampering.with(store, dsl -> {
                dsl.execute("delete from event_store.streams where stream_id ="
                        + " (select stream_id from event_store.events where position = 1)");
                dsl.execute("delete from event_store.events where position between 1 and 10");
            });

            assertThat(verify().counts()).containsEntry(Kind.EVENT_DELETED, 10L).doesNotContainKey(Kind.HEAD_DIFFERS);
        }

        @Test
        void findsAnEventAtAPositionThatWasEmpty() {
            Tampering.with(
                    store,
                    dsl -> dsl.execute("insert into event_store.events"
                            + " (position, version, event_id, stream_id, event_type, event_data) overriding system value"
                            + " values (2600, 1, gen_random_uuid(), 'order-late', 'OrderPlaced', '{}')"));

            assertThat(verify().findings())
                    .anyMatch(
                            it -> it.kind() == Kind.EVENT_ADDED && it.subject().equals("position 2600"));
        }

        @Test
        void findsAChainThatWasChangedOrCutOff() throws IOException {
            List<String> lines = Files.readAllLines(file);
            String line = lines.get(2);
            lines.set(2, line.replaceFirst(" 1000 .", " 1000 " + (line.contains(" 1000 0") ? "1" : "0")));
            Files.write(file, lines);
            assertThat(found())
                    .singleElement()
                    .asString()
                    .contains("bucket behind position 1000")
                    .contains("link");

            lines.set(2, line.substring(0, 500));
            Files.write(file, lines.subList(0, 3));
            assertThat(found()).singleElement().asString().contains("a whole line");
        }

        @Test
        void findsAChainThatWasWrittenAnewByItsLink() {
            String noted = extend().state().link();
            Tampering.with(
                    store,
                    dsl -> dsl.update(EVENTS)
                            .set(EVENTS.EVENT_TYPE, "OrderForged")
                            .where(EVENTS.POSITION.eq(7L))
                            .execute());
            assertThat(file.toFile().delete()).isTrue();
            extend();

            StoreReport report = StoreVerification.run(
                    store.target(), new StoreVerification.Options(file, noted, false), Progress.NONE);

            assertThat(report.counts()).containsEntry(Kind.CHAIN_BROKEN, 1L);
        }
    }
}
