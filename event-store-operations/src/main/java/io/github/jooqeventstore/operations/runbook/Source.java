package io.github.jooqeventstore.operations.runbook;

/**
 * Where a part comes from.
 *
 * @param name the part's file in the archive
 * @param text gathers it
 */
record Source(String name, Text text) {
    /** Gathers; whatever goes wrong is this part's failure alone. */
    @FunctionalInterface
    interface Text {
        String get() throws Exception;
    }
}
