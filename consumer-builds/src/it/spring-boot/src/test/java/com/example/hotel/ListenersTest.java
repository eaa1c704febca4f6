package com.example.hotel;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.hotel.RoomEvent.RoomBooked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An execute listener of the application's own. */
class ListenersTest extends HotelTest {

    @Autowired
    Statements statements;

    @BeforeEach
    void forget() {
        statements.texts.clear();
    }

    @Test
    void seesEveryStatementAndNoPayload() {
        bookings.book(room, noStream(), "canary-" + guest);
        store.append(room, any(), new RoomBooked("canary"), new RoomBooked("canary"));
        store.load(room);

        assertThat(statements.texts)
                .anyMatch(text -> text.contains("\"streams\""))
                .anyMatch(text -> text.contains("from \"event_store\".\"events\""))
                .as("the service's own values are the service's own business")
                .filteredOn(text -> !text.contains("\"guests\""))
                .hasSizeGreaterThanOrEqualTo(3)
                .noneMatch(text -> text.contains("canary"));
    }
}
