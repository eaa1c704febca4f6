package com.example.ledger;

import io.github.jooqeventstore.EventType;

sealed interface LedgerEvent {

    @EventType("deposited")
    record Deposited(long cents) implements LedgerEvent {}

    @EventType("withdrawn")
    record Withdrawn(long cents) implements LedgerEvent {}
}
