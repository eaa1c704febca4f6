package io.github.jooqeventstore.operations.replica;

/**
 * A physical slot, which keeps log until its standby has it.
 *
 * @param name its name
 * @param active whether its standby is connected
 * @param keptBytes how much log it keeps
 */
public record StandbySlot(String name, boolean active, long keptBytes) {}
