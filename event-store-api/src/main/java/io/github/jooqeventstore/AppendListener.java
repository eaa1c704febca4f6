package io.github.jooqeventstore;

/**
 * Is told that events were appended through a store of this program.
 *
 * <p>It is called by the thread that appends, before the append returns: be brief, hand work over to another thread, and
 * send nothing to the database. What it throws is logged and does not reach the append.
 */
@FunctionalInterface
public interface AppendListener {

    /**
     * Events were appended.
     *
     * @param lastPosition the highest position among them
     * @param committed whether they are committed; else they are part of a transaction of the caller's, which may yet
     *     roll back, and nobody tells when it ends
     */
    void appended(long lastPosition, boolean committed);

    /** A listener that is being told; closing it ends that, and closing it again does nothing. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {

        @Override
        void close();
    }
}
