package io.github.jooqeventstore.operations.index;

/**
 * What building an index comes to.
 *
 * @param name of the index
 * @param sql the statement that builds it
 * @param rows about how many events there are
 * @param looked how many of the newest were looked at
 * @param found how many of these it would hold
 * @param values how many different values these have
 * @param estimatedBytes about how large it will be
 */
public record IndexPlan(String name, String sql, long rows, int looked, int found, int values, long estimatedBytes) {}
