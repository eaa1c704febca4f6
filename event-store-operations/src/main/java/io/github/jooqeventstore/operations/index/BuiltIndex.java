package io.github.jooqeventstore.operations.index;

/**
 * An index that is there.
 *
 * @param name its name
 * @param built whether it was built now; false: it was there
 * @param millis how long that took, statistics included
 * @param bytes its size
 * @param proof whether the planner uses it
 */
public record BuiltIndex(String name, boolean built, long millis, long bytes, IndexProof proof) {}
