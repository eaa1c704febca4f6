package com.example.hotel;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.hotel.RoomEvent.RoomBooked;
import com.example.hotel.RoomEvent.RoomLeft;
import io.github.jooqeventstore.AppendOutcomeUnknownException;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.TransactionConflictException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.TransactionSystemException;

/** What a user of the store sees where Spring translates what the database refuses. */
class ErrorsTest extends HotelTest {

    @Nested
    class WhatTheDatabaseRefuses {

        @Test
        void keepsTheLibrarysTypeWhereItHasOne() {
            store.append(room, noStream(), new RoomBooked("first"));

            assertThatExceptionOfType(TransactionConflictException.class)
                    .isThrownBy(() -> bookings.bookRepeatableAfter(
                            () -> store.in(Database.dsl()).append(room, any(), new RoomLeft()), room, guest))
                    .satisfies(conflict -> assertThat(conflict.sqlState()).isEqualTo("40001"));
            assertThat(rows()).isZero();
        }

        @Test
        void isSpringsElsewhereAndHoldsNoPayload() {
            Database.dsl()
                    .execute("alter table event_store.events add constraint nobody_is_bad"
                            + " check (event_data ->> 'guest' is distinct from 'bad canary') not valid");

            assertThatExceptionOfType(DataIntegrityViolationException.class)
                    .isThrownBy(() -> store.append(room, any(), new RoomBooked("bad canary")))
                    .withMessageContaining("nobody_is_bad")
                    .satisfies(e -> assertThat(textOf(e)).doesNotContain("canary"));
        }

        @Test
        void isSpringsForTheServicesOwnStatements() {
            bookings.book(room, noStream(), guest);

            assertThatExceptionOfType(DuplicateKeyException.class)
                    .isThrownBy(() -> bookings.book(room, exactly(1), guest));
            assertThat(store.load(room)).hasSize(1);
        }

        @Test
        void isSpringsWhereATransactionTakesTooLong() throws SQLException {
            store.append(room, noStream(), new RoomBooked("first"));
            try (Connection other = Database.dataSource().getConnection()) {
                other.setAutoCommit(false);
                store.in(other).append(room, any(), new RoomLeft());

                assertThatExceptionOfType(QueryTimeoutException.class)
                        .isThrownBy(() -> bookings.bookWithinASecond(room, guest));
                other.rollback();
            }
            assertThat(rows()).isZero();
        }
    }

    @Nested
    class AConnectionThatIsLost {

        @Test
        void leavesTheOutcomeUnknownAndAskingAgainPutsItThereOnce() throws Exception {
            store.append(room, noStream(), new RoomBooked("first"));
            NewEvent left = NewEvent.of(new RoomLeft());
            try (Connection other = Database.dataSource().getConnection()) {
                other.setAutoCommit(false);
                store.in(other).append(room, any(), new RoomLeft());
                Future<?> end = CompletableFuture.runAsync(Database::endTheOneThatWaits);

                assertThatExceptionOfType(AppendOutcomeUnknownException.class)
                        .isThrownBy(() -> store.append(room, any(), left))
                        .satisfies(unknown -> {
                            other.commit();
                            store.append(unknown.appends());
                            store.append(unknown.appends());
                        });
                end.get();
            }
            assertThat(store.load(room)).hasSize(3);
        }

        @Test
        void endsATransactionAsSpringSaysItWhoeverHasLostIt() throws Exception {
            store.append(room, noStream(), new RoomBooked("first"));
            try (Connection other = Database.dataSource().getConnection()) {
                other.setAutoCommit(false);
                store.in(other).append(room, any(), new RoomLeft());
                Future<?> end = CompletableFuture.runAsync(Database::endTheOneThatWaits);

                assertThatThrownBy(() -> bookings.bookAnd(room, guest, () -> {}))
                        .isInstanceOf(TransactionSystemException.class);
                end.get();
                other.rollback();
            }
            assertThat(store.load(room)).hasSize(1);
            assertThat(rows()).isZero();
        }
    }

    private static String textOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
