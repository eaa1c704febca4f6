package io.github.jooqeventstore;

/**
 * A step of a rebuild that cannot be done as things are: nothing was changed. The message says which table, view, trigger
 * or version is in the way; remove the reason and ask again.
 */
public final class RebuildRefusedException extends EventStoreException {

    private final String projection;

    /** For the package of projections: which one, what was needed, and what was found. */
    public RebuildRefusedException(String projection, String expectation, String finding) {
        super("projection " + projection + ": expected " + expectation + ", found " + finding);
        this.projection = projection;
    }

    /** The name of the projection. */
    public String projection() {
        return projection;
    }
}
