package io.github.jooqeventstore;

/** The order in which events are read. */
public enum Direction {

    /** From old to new. */
    FORWARD,

    /** From new to old. */
    BACKWARD
}
