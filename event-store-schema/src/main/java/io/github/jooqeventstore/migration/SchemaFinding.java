package io.github.jooqeventstore.migration;

/**
 * One thing about a schema that is not as it should be.
 *
 * @param subject what it is about, such as {@code index events_by_type on events}
 * @param expectation what the migrations of this library make
 * @param finding what is there instead
 */
public record SchemaFinding(String subject, String expectation, String finding) {
    /** {@return the finding as a sentence} */
    @Override
    public String toString() {
        return subject + ": expected " + expectation + ", found " + finding;
    }
}
