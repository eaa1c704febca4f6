package io.github.jooqeventstore.testing;

import java.util.function.BooleanSupplier;

/** Something that reads all events and notes, in {@link Journal}'s tables, each one that it was given. */
interface Reader {

    /** Reads on from where an earlier reader of the same name has stopped; goes on after failures. */
    void run(BooleanSupplier going);
}
