package io.github.jooqeventstore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Histories that are made up, so that the judge is seen to see. */
class JudgeTest {

    private static final Instant COMMITTED = Instant.parse("2026-01-01T00:00:00Z");

    // Two streams; position 3 is a gap.
    private final Event first = event(1, "a", 1);
    private final Event second = event(2, "b", 1);
    private final Event fourth = event(4, "a", 2);
    private final Event fifth = event(5, "b", 2);
    private final Judge judge = new Judge(List.of(
            new StoredEvent(first, NewEvents.COMMON, 0, COMMITTED),
            new StoredEvent(second, NewEvents.FLAGGED, 1, COMMITTED),
            new StoredEvent(fourth, NewEvents.COMMON, 0, null),
            new StoredEvent(fifth, NewEvents.FLAGGED, 1, COMMITTED)));

    private static Event event(long position, String stream, long version) {
        return new Event(position, new UUID(7, position), stream, version);
    }

    private ReaderVerdict verdict(Event... deliveries) {
        return judge.judge("r", deliveries(deliveries), event -> true, event -> 0);
    }

    private static Stream<Delivery> deliveries(Event... events) {
        List<Delivery> deliveries = new ArrayList<>();
        for (Event event : events) {
            deliveries.add(new Delivery(event, COMMITTED.plusMillis(event.position())));
        }
        return deliveries.stream();
    }

    private static Findings findings(ReaderVerdict verdict) {
        return new Findings(4, 1, 0, List.of(verdict), List.of());
    }

    @Nested
    class OfAReaderThatDeliversAllInOrder {

        @Test
        void findsNothing() {
            ReaderVerdict verdict = verdict(first, second, fourth, fifth);

            assertThat(verdict.kept()).isTrue();
            assertThat(verdict.expected()).isEqualTo(4);
            assertThat(findings(verdict).exitCode(4)).isEqualTo(ExitCode.PASSED);
        }

        @Test
        void tellsTheLatenciesThatItKnows() {
            Latencies latencies = verdict(first, second, fourth, fifth).latencies();

            assertThat(latencies.percentile(0.5)).isEqualTo(2);
            assertThat(latencies.percentile(1)).isEqualTo(5);
        }
    }

    @Nested
    class OfAReaderThatDoesNot {

        @Test
        void countsWhatItHasMissed() {
            ReaderVerdict verdict = verdict(first, fifth);

            assertThat(verdict.missed()).isEqualTo(2);
            assertThat(findings(verdict).exitCode(1)).isEqualTo(ExitCode.BROKEN);
        }

        @Test
        void countsEverythingAsMissedWhereNothingCame() {
            assertThat(verdict().missed()).isEqualTo(4);
        }

        @Test
        void countsWhatItHasDeliveredAgain() {
            ReaderVerdict verdict = verdict(first, second, first, first, fourth, fifth);

            assertThat(verdict.duplicated()).isEqualTo(2);
            assertThat(verdict.missed() + verdict.outOfOrder() + verdict.wentBack())
                    .isZero();
            assertThat(findings(verdict).exitCode(1)).isEqualTo(ExitCode.BROKEN);
        }

        @Test
        void countsAStreamOutOfOrder() {
            ReaderVerdict verdict = verdict(fourth, first, second, fifth);

            assertThat(verdict.outOfOrder()).isEqualTo(1);
            assertThat(verdict.wentBack()).isEqualTo(2);
            assertThat(verdict.missed()).isZero();
            assertThat(findings(verdict).exitCode(1)).isEqualTo(ExitCode.BROKEN);
        }

        @Test
        void countsAPositionThatGoesBackThoughEveryStreamIsInOrder() {
            ReaderVerdict verdict = verdict(second, first, fourth, fifth);

            assertThat(verdict.wentBack()).isEqualTo(1);
            assertThat(verdict.outOfOrder()).isZero();
            assertThat(findings(verdict).exitCode(1)).isEqualTo(ExitCode.BROKEN);
        }

        @Test
        void countsWhatIsNotStored() {
            assertThat(verdict(first, second, event(3, "a", 2), fourth, fifth).notStored())
                    .isEqualTo(1);
        }

        @Test
        void countsAnEventThatStandsElsewhereInTheEnd() {
            Event another = new Event(4, UUID.randomUUID(), "a", 2);

            ReaderVerdict verdict = verdict(first, second, another, fifth);

            assertThat(verdict.notStored()).isEqualTo(1);
            assertThat(verdict.missed()).isEqualTo(1);
        }
    }

    @Nested
    class OfAReaderWithAFilter {

        private ReaderVerdict flagged(Event... events) {
            return judge.judge("r", deliveries(events), event -> event.type().equals(NewEvents.FLAGGED), event -> 0);
        }

        @Test
        void expectsOnlyWhatTheFilterHoldsFor() {
            ReaderVerdict verdict = flagged(second, fifth);

            assertThat(verdict.kept()).isTrue();
            assertThat(verdict.expected()).isEqualTo(2);
        }

        @Test
        void countsWhatWasNotAskedFor() {
            assertThat(flagged(second, fourth, fifth).notAsked()).isEqualTo(1);
        }
    }

    @Nested
    class OfReadersWhoShareEvents {

        private ReaderVerdict shared(Event... events) {
            return judge.judge("r", deliveries(events), event -> true, StoredEvent::partition);
        }

        @Test
        void letsOnePartitionGoBeforeAnother() {
            ReaderVerdict verdict = shared(second, fifth, first, fourth);

            assertThat(verdict.kept()).isTrue();
            assertThat(verdict.expected()).isEqualTo(4);
        }

        @Test
        void countsAPositionThatGoesBackWithinAPartition() {
            ReaderVerdict verdict = shared(fifth, first, second, fourth);

            assertThat(verdict.wentBack()).isEqualTo(1);
            assertThat(verdict.outOfOrder()).isEqualTo(1);
        }

        @Test
        void countsWhatTwoOfThemHaveDelivered() {
            assertThat(shared(first, second, fourth, fourth, fifth).duplicated())
                    .isEqualTo(1);
        }
    }

    @Nested
    class OfARun {

        private final ReaderVerdict good = verdict(first, second, fourth, fifth);

        @Test
        void countsTheGaps() {
            assertThat(judge.gaps()).isEqualTo(1);
            assertThat(new Judge(List.of()).gaps()).isZero();
        }

        @Test
        void isNotContentWithTooFewEvents() {
            assertThat(findings(good).exitCode(5)).isEqualTo(ExitCode.TOO_LITTLE);
        }

        @Test
        void isNotContentWhereAnAcknowledgedEventIsGone() {
            assertThat(new Findings(4, 1, 1, List.of(good), List.of()).exitCode(1))
                    .isEqualTo(ExitCode.BROKEN);
        }

        @Test
        void isNotContentWithAReaderThatDidNotComeToTheEnd() {
            assertThat(new Findings(4, 1, 0, List.of(good), List.of("r")).exitCode(1))
                    .isEqualTo(ExitCode.BROKEN);
        }
    }
}
