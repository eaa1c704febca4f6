package io.github.jooqeventstore.operations.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of the server's log, as they go to others. */
class LogLinesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            LOG:  database system is ready to accept connections | LOG:  database system is ready to accept connections
            LOG:  duration: 1.2 ms  statement: select 'Ada' | LOG:  duration: 1.2 ms  statement: …
            LOG:  execute <unnamed>: insert into t values ($1) | LOG:  execute <unnamed>: …
            LOG:  connection authorized: user=me database=orders | LOG:  connection authorized: user=me database=orders
            FATAL:  password authentication failed for user "me" | FATAL:  password authentication failed for user "me"
            FATAL:  could not open file "pg_wal/00000001": No such file | FATAL:  could not open file "pg_wal/00000001": No such file
            LOG:  parameter "my.token" changed to "sesame" | LOG:  parameter "my.token" changed to …
            FATAL:  invalid name "Ada Lovelace" | FATAL:  invalid name …
            ERROR:  invalid input syntax for type uuid: "Ada" | ERROR:  invalid input syntax for type uuid: …
            ERROR:  relation "ada" does not exist | ERROR:  relation … does not exist
            ERROR:  syntax error at or near "Ada | ERROR:  syntax error at or near …
            WARNING:  customer: Ada | WARNING:  customer: …
            """)
    void sayWhatTheServerSays(String line, String shown) {
        assertThat(LogLines.of(List.of("2026-11-25 01:02:03 UTC [7] " + line)))
                .startsWith("2026-11-25 01:02:03 UTC [7] " + shown + "\n");
    }

    @Test
    void leaveOutStatementsDetailsAndWhatFunctionsSay() {
        String shown = LogLines.of(List.of(
                "[1] ERROR:  division by zero",
                "[1] DETAIL:  Key (name)=(Ada) exists.",
                "[1] STATEMENT:  select 'ERROR:  Ada'",
                "\tERROR:  Ada, in the next line of the statement",
                "[1] LOG:  saw customer Ada",
                "[1] CONTEXT:  PL/pgSQL function see() line 1 at RAISE",
                "Ada"));

        assertThat(shown).isEqualTo("""
                        [1] ERROR:  division by zero
                        [1] LOG:  …
                        (5 lines of statements, details and other text are left out)
                        """);
    }
}
