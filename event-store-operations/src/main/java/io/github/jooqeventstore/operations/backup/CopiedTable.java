package io.github.jooqeventstore.operations.backup;

/**
 * A table that was copied out.
 *
 * @param file the file that holds its rows
 * @param rows how many there are
 * @param shape what the table was like, its columns in the order of the file
 */
public record CopiedTable(String file, long rows, TableShape shape) {}
