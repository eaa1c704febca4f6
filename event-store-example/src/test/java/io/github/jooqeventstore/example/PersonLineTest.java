package io.github.jooqeventstore.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonLineTest {

    @Nested
    class OfWhateverPrograms {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                Ada <ada@example.org> 1700000000 +0000       | Ada      | ada@example.org | 1700000000
                Ada <ada@example.org> 1700000000             | Ada      | ada@example.org | 1700000000
                Ada <ada@example.org>                        | Ada      | ada@example.org | 0
                Ada<ada@example.org>-1 -9999                 | Ada      | ada@example.org | -1
                Ada <a <b> c> 5 +0000                        | Ada      | a <b            | 5
                <ada@example.org> soon +0000                 | ''       | ada@example.org | 0
                Ada <ada                                     | Ada      | ada             | 0
                Ada                                          | Ada      | ''              | 0
                Ada <ada@example.org> 99999999999999999999 x | Ada      | ada@example.org | ?
                """)
        void isReadAsFarAsItGoes(String line, String name, String email, String seconds) {
            PersonLine person = PersonLine.author(commit(line));
            assertThat(person.name()).isEqualTo(name);
            assertThat(person.email()).isEqualTo(email);
            if (seconds.equals("?")) {
                assertThat(person.time())
                        .isBetween(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59Z"));
            } else {
                assertThat(person.time()).isEqualTo(Instant.ofEpochSecond(Long.parseLong(seconds)));
            }
        }

        private byte[] commit(String author) {
            String text = "tree 1234567890123456789012345678901234567890\nauthor " + author
                    + "\ncommitter Ada <ada@example.org> 1 +0000\n\nHi\n";
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
