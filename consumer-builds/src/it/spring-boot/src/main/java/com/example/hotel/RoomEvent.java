package com.example.hotel;

import io.github.jooqeventstore.EventType;

public sealed interface RoomEvent {

    @EventType("room-booked")
    record RoomBooked(String guest) implements RoomEvent {}

    @EventType("room-left")
    record RoomLeft() implements RoomEvent {}
}
