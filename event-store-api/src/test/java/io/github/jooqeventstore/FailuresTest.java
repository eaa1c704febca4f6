package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of errors that other tests bring about in passing, or that no server brings about. */
class FailuresTest {

    @Nested
    class WithoutAState {

        @Test
        void areJooqs() {
            SQLException thrown = new SQLException("expected a driver that says more, found one that does not");

            assertThat(Failures.translate(thrown))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessage("expected a driver that says more, found one that does not")
                    .hasCause(thrown);
        }
    }

    @Nested
    class OfAStatementAndThenOfTheSession {

        private final SQLException thrown = new SQLException("division by zero", "22012");

        OfAStatementAndThenOfTheSession() {
            thrown.setNextException(new SQLException("terminating connection", "57P01"));
        }

        @Test
        void areThoseOfALostConnection() {
            assertThat(Failures.isConnectionLost(thrown)).isTrue();
            assertThat(Failures.isGuard(thrown)).isFalse();
            assertThat(Failures.translate(thrown))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessage("terminating connection");
        }
    }

    @Nested
    class OfTheCallersOwnCode {

        @Test
        void stayWhatTheyAre() {
            EventStore store = EventStore.using(TestDatabase.migrated().dslOnOneConnection());
            IllegalStateException theirs = new IllegalStateException("theirs");

            assertThatThrownBy(() -> store.withDsl(dsl -> {
                        throw theirs;
                    }))
                    .isSameAs(theirs);
        }
    }
}
