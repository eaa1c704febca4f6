package io.github.jooqeventstore.operations.index;

/**
 * Something about indexes that could be better.
 *
 * @param kind what
 * @param subject which index, or which column is searched without one
 * @param finding what was found, a sentence
 * @param action the command that does something about it
 */
public record IndexAdvice(Kind kind, String subject, String finding, String action) {
    /** What can be better. */
    public enum Kind {
        /** One that could not be built: it costs and serves nobody. */
        INVALID,
        /** Statements read many events to find few. */
        MISSING,
        /** Two that are the same. */
        DUPLICATE,
        /** One whose columns are the first ones of another. */
        COVERED,
        /** One that nobody has used since the statistics began. */
        UNUSED
    }
}
