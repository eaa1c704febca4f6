package com.example.hotel;

import static com.example.hotel.Bookings.GUESTS;
import static com.example.hotel.Bookings.NAME;
import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.hotel.RoomEvent.RoomBooked;
import com.example.hotel.RoomEvent.RoomLeft;
import io.github.jooqeventstore.ReadOnlyDatabaseException;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.StreamAppend;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.WrongExpectedVersionException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.task.AsyncTaskExecutor;

/** The store on the DSLContext that Spring Boot has configured, in the transactions that Spring manages. */
class BookingsTest extends HotelTest {

    @Test
    void isSpringBootsConfiguration() {
        assertThat(dsl.configuration().transactionProvider().getClass().getName())
                .startsWith("org.springframework.boot.");
        assertThat(dsl.configuration().executeListenerProviders())
                .extracting(provider -> provider.provide().getClass().getName())
                .anyMatch(name -> name.startsWith("org.springframework.boot."));
    }

    @Nested
    class InATransactionOfSprings {

        @Test
        void commitsWithTheServicesRows() {
            assertThat(bookings.book(room, noStream(), guest).lastVersion()).isEqualTo(1);

            assertThat(store.load(room)).extracting(RecordedEvent::payload).containsExactly(new RoomBooked(guest));
            assertThat(rows()).isEqualTo(1);
        }

        @Test
        void rollsBackWithTheServicesRows() {
            assertThatThrownBy(() -> bookings.bookAnd(room, guest, () -> {
                        assertThat(store.load(room)).hasSize(1);
                        throw new ChangedMyMind();
                    }))
                    .isInstanceOf(ChangedMyMind.class);

            assertNothingIsThere();
        }

        @Test
        void goesOnAfterARefusalThatIsCaught() {
            bookings.bookAnd(room, guest, () -> {
                assertThatExceptionOfType(WrongExpectedVersionException.class)
                        .isThrownBy(() -> store.append(room, exactly(7), new RoomLeft()));
                store.append(room, exactly(1), new RoomLeft());
            });

            assertThat(store.load(room)).hasSize(2);
            assertThat(rows()).isEqualTo(1);
        }

        @Test
        void rollsBackAfterARefusalThatIsNot() {
            assertThatExceptionOfType(WrongExpectedVersionException.class)
                    .isThrownBy(() -> bookings.bookAnd(
                            room, guest, () -> store.append(room, exactly(7), new RoomLeft())))
                    .withMessage("stream " + room + ": expected version 7, found version 1");

            assertNothingIsThere();
        }

        @Test
        void appendsToSeveralStreamsBehindASavepoint() {
            StreamId other = StreamId.of("room", UUID.randomUUID());
            bookings.bookAnd(
                    room,
                    guest,
                    () -> store.append(List.of(
                            StreamAppend.of(room, any(), new RoomLeft()),
                            StreamAppend.of(other, any(), new RoomBooked(guest)))));

            assertThat(store.load(room)).hasSize(2);
            assertThat(store.load(other)).hasSize(1);
        }

        @Test
        void aNewOneInsideKeepsItsOwn() {
            StreamId kept = StreamId.of("room", UUID.randomUUID());
            assertThatThrownBy(() -> bookings.bookAnd(room, guest, () -> {
                        bookings.bookInANewOne(kept, guest + " too", () -> {});
                        throw new ChangedMyMind();
                    }))
                    .isInstanceOf(ChangedMyMind.class);

            assertNothingIsThere();
            assertThat(store.load(kept)).hasSize(1);
        }

        @Test
        void aNestedOneThatIsRolledBackTakesItsOwnAlone() {
            bookings.bookAnd(room, guest, () -> {
                assertThatThrownBy(() -> bookings.bookInANestedOne(room, guest + " too", () -> {
                            throw new ChangedMyMind();
                        }))
                        .isInstanceOf(ChangedMyMind.class);
                store.append(room, exactly(1), new RoomLeft());
            });

            assertThat(store.load(room))
                    .extracting(RecordedEvent::payload)
                    .containsExactly(new RoomBooked(guest), new RoomLeft());
            assertThat(dsl.fetchCount(GUESTS, NAME.startsWith(guest))).isOne();
        }

        @Test
        void isJoinedByOneOfJooqs() {
            assertThatThrownBy(() -> bookings.bookAnd(room, guest, () -> {
                        dsl.transaction(tx -> store.in(tx).append(room, exactly(1), new RoomLeft()));
                        throw new ChangedMyMind();
                    }))
                    .isInstanceOf(ChangedMyMind.class);
            assertNothingIsThere();

            dsl.transaction(tx -> store.in(tx).append(room, noStream(), new RoomBooked(guest)));
            assertThat(store.load(room)).hasSize(1);
        }

        @Test
        void thatOnlyReadsIsRefusedByName() {
            assertThatExceptionOfType(ReadOnlyDatabaseException.class)
                    .isThrownBy(() -> bookings.bookReadOnly(room, guest));
            assertNothingIsThere();
        }
    }

    @Nested
    class OnVirtualThreads {

        @Autowired
        AsyncTaskExecutor executor;

        @Test
        void everyTransactionIsItsOwn() throws Exception {
            int threads = 200;
            List<Future<Boolean>> booked = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String name = guest + " " + i;
                StreamId own = StreamId.of("room", UUID.randomUUID());
                boolean stays = i % 2 == 0;
                booked.add(executor.submit(() -> {
                    try {
                        bookings.bookAnd(own, name, () -> {
                            store.append(room, any(), new RoomBooked(name));
                            if (!stays) {
                                throw new ChangedMyMind();
                            }
                        });
                    } catch (ChangedMyMind gone) {
                        assertThat(store.load(own)).isEmpty();
                    }
                    return Thread.currentThread().isVirtual();
                }));
            }
            for (Future<Boolean> each : booked) {
                assertThat(each.get()).isTrue();
            }

            assertThat(store.load(room)).hasSize(threads / 2);
            assertThat(dsl.fetchCount(GUESTS, NAME.startsWith(guest))).isEqualTo(threads / 2);
        }
    }

    private static final class ChangedMyMind extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
