package io.github.jooqeventstore;

/**
 * A projection that has not come as far as an append, in the time that was given or because it does not go on by itself:
 * the message says how far it has come and what holds it.
 *
 * <p>The append is committed all the same: show what there is, or ask again later.
 */
public final class ProjectionBehindException extends EventStoreException {

    private final String projection;
    private final long awaited;

    /** For the package of projections: which one, the position that was waited for, and what was found. */
    public ProjectionBehindException(String projection, long awaited, String finding) {
        super("projection " + projection + ": expected to have passed position " + awaited + ", found " + finding);
        this.projection = projection;
        this.awaited = awaited;
    }

    /** The name of the projection. */
    public String projection() {
        return projection;
    }

    /** The position that was waited for. */
    public long awaited() {
        return awaited;
    }
}
