package io.github.jooqeventstore.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.example.TextTable.Column;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Nested
    class Columns {

        @Test
        void areAsWideAsTheyMustBe() {
            TextTable table = TextTable.of("Title", Column.NUMBER, Column.TEXT).row("n", "text");
            assertThat(table.row(1_234, "a").row(5, "b")).hasToString("""
                    Title
                          n  text
                      -----  ----
                      1,234  a
                          5  b
                    """);
        }

        @Test
        void areCutSoThatAllFitsIntoTheTerminal() {
            TextTable table = TextTable.of("Title", Column.NUMBER, Column.PATH, Column.TEXT)
                    .row("n", "path", "text")
                    .row(123_456_789, "folder/".repeat(30) + "file", "word ".repeat(30))
                    .row(1, "\u65E5\u672C\u8A9E".repeat(40), "\uD83D\uDE00".repeat(60));
            assertThat(table.toString().lines())
                    .allSatisfy(line -> assertThat(Display.width(line)).isLessThanOrEqualTo(Display.COLUMNS));
            assertThat(table.toString()).contains("123,456,789").contains("older/file  word word");
        }

        @Test
        void showNothingThatSteersATerminal() {
            TextTable table =
                    TextTable.of("Title", Column.TEXT).row("name").row("a\u001B[2Jb\r\nc\u202Ed\u200Be\u009Bf");
            assertThat(table.toString()).endsWith("a?[2Jb??c?d?e?f\n");
        }
    }
}
