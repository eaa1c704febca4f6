package io.github.jooqeventstore.operations;

/** Hears how far long work has come. */
@FunctionalInterface
public interface Progress {
    /** Nobody listens. */
    Progress NONE = (what, done, total) -> {};

    /**
     * Called now and then by the thread that works.
     *
     * @param what the step, a few words
     * @param done how much of it is done, in units of its own
     * @param total how much there is; 0 while nobody knows
     */
    void at(String what, long done, long total);
}
