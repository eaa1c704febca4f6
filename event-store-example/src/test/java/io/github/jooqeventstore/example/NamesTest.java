package io.github.jooqeventstore.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.StreamId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Nested
    class OfAFile {

        @Test
        void areItsPathWhereverTheyCan() {
            assertThat(Names.file(1, "src/My File.java")).isEqualTo(StreamId.of("file-1/src/My File.java"));
            assertThat(Names.file(2_000_000_000, "\u00E9/\uD83D\uDE00"))
                    .isEqualTo(StreamId.of("file-2000000000/\u00E9/\uD83D\uDE00"));
        }

        @Test
        void showControlCharactersAsGitDoes() {
            assertThat(Names.file(1, "two\nlines \u0085 \u00E9"))
                    .isEqualTo(StreamId.of("file-1/\"two\\nlines \\302\\205 \\303\\251\""));
        }

        @Test
        void endInAHashWhereTheyAreTooLong() {
            StreamId a = Names.file(1_000_000_000, "x".repeat(5_000) + "a");
            StreamId b = Names.file(1_000_000_000, "x".repeat(5_000) + "b");
            assertThat(a).isNotEqualTo(b);
            assertThat(a.value()).matches("file-1000000000/x{165}~[0-9a-f]{64}");
        }

        @Test
        void areNeverThoseOfAnotherFileThatLooksLikeAHash() {
            String path = "x".repeat(300);
            String lookalike = Names.shortened(path);
            assertThat(Names.file(1, lookalike)).isNotEqualTo(Names.file(1, path));
        }

        @Test
        void doNotCutACharacterInTwo() {
            for (int i = 0; i < 4; i++) {
                assertThat(Names.file(1, "x".repeat(i) + "\uD83D\uDE00".repeat(200))
                                .value())
                        .hasSizeBetween(200, 255);
            }
        }
    }
}
