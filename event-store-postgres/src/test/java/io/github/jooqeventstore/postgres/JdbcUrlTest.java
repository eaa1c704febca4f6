package io.github.jooqeventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://host:1/a, jdbc:postgresql://host:1/b",
        "jdbc:postgresql://host:1/a?ssl=true, jdbc:postgresql://host:1/b?ssl=true",
        "'jdbc:postgresql://one:1,two:2/a', 'jdbc:postgresql://one:1,two:2/b'",
        "jdbc:postgresql://host, jdbc:postgresql://host/b",
        "jdbc:postgresql://host?ssl=true, jdbc:postgresql://host/b?ssl=true",
        "jdbc:postgresql:a, jdbc:postgresql://localhost/b",
        "jdbc:postgresql:/?ssl=true, jdbc:postgresql://localhost/b?ssl=true",
    })
    void namesAnotherDatabaseOnTheSameServer(String url, String expected) {
        assertThat(JdbcUrl.withDatabase(url, "b")).isEqualTo(expected);
    }
}
