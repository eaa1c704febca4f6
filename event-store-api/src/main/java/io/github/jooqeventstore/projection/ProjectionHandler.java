package io.github.jooqeventstore.projection;

/**
 * Turns events into rows. The same code keeps the live tables and builds those of a rebuild.
 *
 * <p>Within a partition it is called by one thread at a time; across partitions by several at once.
 */
@FunctionalInterface
public interface ProjectionHandler {

    /**
     * Takes a batch: writes with {@link ProjectionBatch#dsl()}, and with nothing else.
     *
     * @throws Exception if the events could not be handled: everything in the transaction is undone, and the failure policy
     *     says what follows
     */
    void project(ProjectionBatch batch) throws Exception;
}
