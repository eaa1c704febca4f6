package com.example.hotel;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.example.hotel.RoomEvent.RoomBooked;
import io.github.jooqeventstore.AppendResult;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.StreamId;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Appends and writes a table of its own; each method is one way to be in a transaction of Spring's. */
@Service
public class Bookings {

    static final Table<Record> GUESTS = table(name("guests"));
    static final Field<String> NAME = field(name("name"), SQLDataType.CLOB);

    private final EventStore store;
    private final DSLContext dsl;

    Bookings(EventStore store, DSLContext dsl) {
        this.store = store;
        this.dsl = dsl;
    }

    @Transactional
    public AppendResult book(StreamId room, ExpectedVersion expected, String guest) {
        AppendResult booked = store.append(room, expected, new RoomBooked(guest));
        dsl.insertInto(GUESTS, NAME).values(guest).execute();
        return booked;
    }

    @Transactional
    public void bookAnd(StreamId room, String guest, Runnable andThen) {
        book(room, ExpectedVersion.any(), guest);
        andThen.run();
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void bookInANewOne(StreamId room, String guest, Runnable andThen) {
        bookAnd(room, guest, andThen);
    }

    @Transactional(propagation = Propagation.NESTED)
    public void bookInANestedOne(StreamId room, String guest, Runnable andThen) {
        bookAnd(room, guest, andThen);
    }

    @Transactional(readOnly = true)
    public void bookReadOnly(StreamId room, String guest) {
        book(room, ExpectedVersion.any(), guest);
    }

    @Transactional(isolation = Isolation.REPEATABLE_READ)
    public void bookRepeatableAfter(Runnable before, StreamId room, String guest) {
        store.load(room);
        before.run();
        book(room, ExpectedVersion.any(), guest);
    }

    @Transactional(timeout = 1)
    public void bookWithinASecond(StreamId room, String guest) {
        book(room, ExpectedVersion.any(), guest);
    }
}
