package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What long work says meanwhile: a bar on a terminal, plain lines in a log. */
class ProgressTest {
    private final StringWriter said = new StringWriter();

    @Test
    void isALineForEachStepAndForEachTenthOfItInALog() {
        var lines = new ProgressLines(new PrintWriter(said, true));

        for (int done = 0; done <= 1000; done++) {
            lines.at("copy events", done, 1000);
        }
        lines.at("analyze", 0, 0);
        lines.at("analyze", 5, 0);

        assertThat(said.toString().lines())
                .hasSize(12)
                .startsWith("copy events", "copy events: 10 %")
                .endsWith("copy events: 100 %", "analyze");
    }

    @Test
    void isOneLineThatIsWrittenOverItselfOnATerminal() {
        var bar = new ProgressBar(new PrintWriter(said, true));

        for (int done = 0; done <= 1000; done++) {
            bar.at("copy events", done, 1000);
        }
        bar.at("analyze", 0, 0);

        assertThat(said.toString().chars().filter(it -> it == '\n').count()).isEqualTo(1);
        assertThat(said.toString())
                .contains("\r\u001b[Kcopy events [" + " ".repeat(30) + "] 0 %")
                .contains("\r\u001b[Kcopy events [" + "#".repeat(30) + "] 100 %")
                .endsWith("\r\u001b[Kanalyze [" + " ".repeat(30) + "] 0");
    }
}
