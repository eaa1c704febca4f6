package com.example.ledger;

record Balance(long cents) {

    static final Balance ZERO = new Balance(0);

    Balance after(Object event) {
        return switch ((LedgerEvent) event) {
            case LedgerEvent.Deposited deposited -> new Balance(cents + deposited.cents());
            case LedgerEvent.Withdrawn withdrawn -> new Balance(cents - withdrawn.cents());
        };
    }
}
