package io.github.jooqeventstore.testing;

/** Somebody else's database: nothing but a schema of our own is touched. */
record GivenDatabase(Address address) implements Target {

    @Override
    public void close() {
        // It was there before.
    }
}
