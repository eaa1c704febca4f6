package io.github.jooqeventstore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PageTest {

    private static final Results SAMPLE = new Results(
            "2026-11-25",
            3,
            1.5,
            Map.of("processors", "2"),
            Map.of("PostgreSQL", "18.1"),
            Map.of("fsync", "on"),
            List.of(
                    line("append", "jdbc", 12_000, 1.0),
                    line("append", "event-store", 9_600, 0.8),
                    line("append", "axon-4-jdbc", 10_800, 0.9),
                    line("append", "message-db", 3_000, 0.25),
                    line("query: type & more", "jdbc", 50, 1.0),
                    line("query: type & more", "event-store", 49, 0.98)));

    @TempDir
    Path project;

    @Test
    void putsTheResultsInThePlaceOfTheOldOnes() {
        String page = new Page(SAMPLE).in("# Before\n" + Page.BEGIN + "\nold\n" + Page.END + "\nafter\n");

        assertThat(page)
                .startsWith("# Before\n" + Page.BEGIN)
                .endsWith(Page.END + "\nafter\n")
                .doesNotContain("old")
                .contains("medians of 3 rounds", "* Machine: processors 2", "PostgreSQL 18.1", "fsync on")
                .contains("![append](performance/append.svg)", "![query](performance/query.svg)")
                .contains("| append | 1 | 8 | event-store | 9,600 | 0.80 | 110.0 | 1.10 | 2,000 |");
        assertThat(new Page(SAMPLE).in(page)).isEqualTo(page);
    }

    @Test
    void saysWhereAnotherEventStoreIsAheadAndOnlyThere() {
        String page = new Page(SAMPLE).in(Page.BEGIN + Page.END);

        assertThat(page)
                .contains("* append, 1 events, 8 threads: axon-4-jdbc does 1.13 times what")
                .doesNotContain("message-db does");
    }

    @Test
    void refusesAPageWithoutAPlaceForThem() {
        assertThatThrownBy(() -> new Page(SAMPLE).in("# Nothing")).hasMessage("the page has no place for results");
    }

    @Test
    void drawsABarForEachContenderAsLongAsItsRatioAndTellsKindsApartByPattern() throws Exception {
        Map<String, String> plots = new Page(SAMPLE).plots();

        assertThat(plots).containsOnlyKeys("append.svg", "query.svg");
        Element svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        plots.getOrDefault("append.svg", "").getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(svg.getTextContent()).contains("0.80 (9,600/s, CPU 1.10)", "append, 1 event, 8 threads");
        assertThat(widthOf(svg, "url(#ours)") / (double) widthOf(svg, "#fff")).isBetween(0.79, 0.81);
        assertThat(widthOf(svg, "url(#peer)")).isGreaterThan(widthOf(svg, "url(#ours)"));
    }

    /** The longest bar of that pattern. */
    private static int widthOf(Element svg, String fill) {
        NodeList bars = svg.getElementsByTagName("rect");
        int longest = 0;
        for (int i = 0; i < bars.getLength(); i++) {
            Element bar = (Element) bars.item(i);
            if (bar.getAttribute("fill").equals(fill) && bar.hasAttribute("stroke")) {
                longest = Math.max(longest, Integer.parseInt(bar.getAttribute("width")));
            }
        }
        return longest;
    }

    @Test
    void isWrittenAgainFromAFileOfResults() throws Exception {
        SAMPLE.write(project.resolve("results.json"));
        Path page = Files.createDirectories(project.resolve("docs")).resolve("performance.md");
        Files.writeString(page, Page.BEGIN + Page.END);

        PageMain.main(new String[] {"results.json", project.toString()});

        assertThat(page).content().isEqualTo(new Page(SAMPLE).in(Page.BEGIN + Page.END));
        assertThat(project.resolve("docs/performance/append.svg"))
                .content()
                .isEqualTo(new Page(SAMPLE).plots().get("append.svg"));
        assertThat(Results.read(project.resolve("results.json"))).isEqualTo(SAMPLE);
    }

    private static Line line(String work, String contender, double throughput, double ratio) {
        return new Line(work, contender, 8, 1, List.of(throughput), throughput, 110.0, 2_000.0, "jdbc", ratio, 1.1);
    }
}
