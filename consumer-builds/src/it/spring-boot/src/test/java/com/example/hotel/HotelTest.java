package com.example.hotel;

import static com.example.hotel.Bookings.GUESTS;
import static com.example.hotel.Bookings.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.StreamId;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The application as Spring Boot starts it, on a PostgreSQL of the tests. */
@SpringBootTest
@Import(Statements.Heard.class)
abstract class HotelTest {

    @Autowired
    EventStore store;

    @Autowired
    DSLContext dsl;

    @Autowired
    Bookings bookings;

    final StreamId room = StreamId.of("room", UUID.randomUUID());
    final String guest = "guest-" + UUID.randomUUID();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Database.tell(properties);
    }

    @BeforeAll
    static void makeTheServicesOwnTable() {
        Database.dsl().createTableIfNotExists(GUESTS).column(NAME).primaryKey(NAME).execute();
    }

    int rows() {
        return dsl.fetchCount(GUESTS, NAME.eq(guest));
    }

    void assertNothingIsThere() {
        assertThat(store.load(room)).isEmpty();
        assertThat(rows()).isZero();
    }
}
