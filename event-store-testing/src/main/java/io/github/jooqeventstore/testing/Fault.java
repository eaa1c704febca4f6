package io.github.jooqeventstore.testing;

import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Something that goes wrong, or on beside the writers and readers. */
@FunctionalInterface
interface Fault {

    /**
     * Lets it happen once.
     *
     * @param going whether the run goes on; what takes long ends early when it does not
     */
    void happen(RandomGenerator random, BooleanSupplier going) throws Exception;
}
