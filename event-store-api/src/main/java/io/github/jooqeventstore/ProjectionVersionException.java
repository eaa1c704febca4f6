package io.github.jooqeventstore;

/**
 * A version of a projection that its tables do not show: another one is live. Nothing was written.
 *
 * <p>Run the version that is live, or rebuild the projection in this one and swap.
 */
public final class ProjectionVersionException extends EventStoreException {

    private final String projection;
    private final int version;

    /** For the package of projections: which one, the version that was to run, and what was found. */
    public ProjectionVersionException(String projection, int version, String finding) {
        super("projection " + projection + ": expected version " + version + " to be live, found " + finding);
        this.projection = projection;
        this.version = version;
    }

    /** The name of the projection. */
    public String projection() {
        return projection;
    }

    /** The version that was to run. */
    public int version() {
        return version;
    }
}
