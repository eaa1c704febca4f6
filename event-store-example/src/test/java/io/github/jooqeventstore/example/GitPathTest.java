package io.github.jooqeventstore.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GitPathTest {

    @Nested
    class TheTopDirectory {

        @Test
        void isThePartBeforeTheFirstSlash() {
            assertThat(GitPath.topDirectory("src/main/A.java")).isEqualTo("src");
            assertThat(GitPath.topDirectory("\u65E5\\n/\"x\"")).isEqualTo("\u65E5\\n");
        }

        @Test
        void isAPointForAFileThatIsInNone() {
            assertThat(GitPath.topDirectory("README")).isEqualTo(".");
            assertThat(GitPath.topDirectory(text("\u00E9"))).isEqualTo(".");
        }

        @Test
        void isTheSameWhateverTheFileIsCalled() {
            assertThat(GitPath.topDirectory(text(TestRepository.utf8("\u65E5 a\tb/") + "\u00E9")))
                    .isEqualTo("\u65E5 a\tb");
            assertThat(GitPath.topDirectory(text("\"\\\r\n/\u00E9"))).isEqualTo("\"\\\"\\\\\\r\\n\"");
        }

        @Test
        void isWrittenAsAnyOtherPath() {
            Random random = new Random(1);
            for (int i = 0; i < 20_000; i++) {
                String directory = bytes(random);
                assertThat(GitPath.topDirectory(text(directory + "/" + bytes(random) + "/" + bytes(random))))
                        .isEqualTo(text(directory));
            }
        }
    }

    /** Of a path of one character a byte. */
    private static String text(String bytes) {
        return GitPath.text(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What stands for bytes that are special, and some others, but no slash. */
    private static String bytes(Random random) {
        String some = "\"\\\t\n\r\u0001ab7n \u007F\u00C3\u00A9\u00FF";
        StringBuilder bytes = new StringBuilder();
        int length = 1 + random.nextInt(5);
        for (int i = 0; i < length; i++) {
            bytes.append(some.charAt(random.nextInt(some.length())));
        }
        return bytes.toString();
    }
}
