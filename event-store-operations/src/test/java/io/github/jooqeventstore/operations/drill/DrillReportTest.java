package io.github.jooqeventstore.operations.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.monitor.AlertRule;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What a drill leaves behind, and how it is judged. */
class DrillReportTest {
    private static final Instant TIME = Instant.parse("2026-11-25T12:00:00Z");

    private static DrillReport report(List<String> missed, List<String> broken) {
        return new DrillReport(
                DrillTier.CRITICAL,
                "a receiver",
                "2026-11-25T120000.000Z-base",
                TIME,
                18,
                DrillTier.CRITICAL.targets(),
                List.of(
                        new DrillStep("take a backup", false, 0, 2),
                        new DrillStep("kill the server and delete its data", true, 3, 0.001),
                        new DrillStep("restore", true, 3.001, 4)),
                3,
                4.5,
                100,
                60L,
                60L,
                0.0,
                0.0,
                missed,
                broken);
    }

    @Nested
    class Verdicts {
        private final DrillTargets hour = new DrillTargets(Duration.ofHours(4), Duration.ofHours(1));

        @Test
        void compareTheRecoveryTime() {
            assertThat(Verdict.missed(hour, 4 * 3600, 5L, 10.0, 60.0)).isEmpty();
            assertThat(Verdict.missed(hour, 4 * 3600 + 1, 5L, 10.0, 60.0))
                    .containsExactly("recovery time: expected 4 hours at most, found 14401.0 seconds");
        }

        @Test
        void compareWhatWasLostAndWhatCanBe() {
            assertThat(Verdict.missed(hour, 1, 5L, 3601.0, 60.0))
                    .containsExactly("recovery point: expected the events of 1 hour to be lost at most, found those of"
                            + " 3601.0 seconds");
            assertThat(Verdict.missed(hour, 1, 5L, 10.0, 3700.0))
                    .containsExactly(
                            "recovery point: expected the events of 1 hour to be lost at most, found that a failure"
                                    + " at the worst moment loses those of 3700.0 seconds");
        }

        @Test
        void tolerateNoLostEventWhereNoneMayBe() {
            assertThat(Verdict.missed(DrillTier.CRITICAL.targets(), 1, 0L, 0.0, 0.0))
                    .isEmpty();
            assertThat(Verdict.missed(DrillTier.CRITICAL.targets(), 1, 1L, 0.001, 0.0))
                    .containsExactly("recovery point: expected no acknowledged event to be lost, found 1 lost");
        }

        @Test
        void haveTheCodeOfWhatWeighsMost() {
            assertThat(report(List.of(), List.of()).exitCode()).isEqualTo(ExitCode.OK);
            assertThat(report(List.of("late"), List.of()).exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
            assertThat(report(List.of("late"), List.of("torn")).exitCode()).isEqualTo(ExitCode.INTEGRITY);
        }
    }

    @Nested
    class Page {
        @Test
        void drawsEachStepSoThatItCanBeReadWithoutColour() throws Exception {
            String page = DrillPage.of(report(List.of(), List.of()));
            String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
            Document picture = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));

            // Two more make the hatching.
            assertThat(picture.getElementsByTagName("rect").getLength()).isEqualTo(2 + 3);
            assertThat(picture.getElementsByTagName("title").getLength()).isEqualTo(1);
            assertThat(svg.split("url\\(#away\\)", -1)).hasSize(1 + 2);
            assertThat(svg)
                    .contains("the server fails, 3.0 s")
                    .contains(">take a backup<")
                    .contains(">2.00 s<")
                    .contains(">0.00 s<")
                    .contains(">4.00 s<");
        }

        @Test
        void fetchesNothingAndEscapesWhatOthersHaveNamed() {
            String page = DrillPage.of(report(List.of(), List.of("stream <b>&\"x\"</b>: torn")));

            assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                    .doesNotContain("http", "src=", "@import", "<script");
            assertThat(page)
                    .contains("stream &lt;b&gt;&amp;&quot;x&quot;&lt;/b&gt;: torn")
                    .contains("FAILED");
        }
    }

    @Nested
    class Metrics {
        @TempDir
        @SuppressWarnings("NullAway.Init") // JUnit sets it
        private Path folder;

        @Test
        void areWhatTheAlarmAsksFor() {
            new DrillMetrics(folder).leave(report(List.of(), List.of()), TIME);

            assertThat(folder.resolve("event_store_drill.prom"))
                    .content()
                    .contains("# TYPE event_store_drill_timestamp_seconds gauge\n")
                    .contains("event_store_drill_timestamp_seconds{tier=\"critical\"} " + TIME.getEpochSecond() + "\n")
                    .contains("event_store_drill_recovery_seconds{tier=\"critical\"} 4.5\n")
                    .contains("event_store_drill_lost_events{tier=\"critical\"} 0\n");
            assertThat(AlertRule.all())
                    .filteredOn(rule -> rule.name().equals("EventStoreDrillTooOld"))
                    .singleElement()
                    .satisfies(rule -> assertThat(rule.expression())
                            .contains("time() - " + DrillMetrics.TIMESTAMP.name() + " > 2592000")
                            .contains("absent(" + DrillMetrics.TIMESTAMP.name() + ")"));
        }

        @Test
        void goWhenATargetIsMissed() {
            DrillMetrics metrics = new DrillMetrics(folder);
            metrics.leave(report(List.of(), List.of()), TIME);

            metrics.leave(report(List.of("late"), List.of()), TIME);

            assertThat(folder).isEmptyDirectory();
        }
    }
}
