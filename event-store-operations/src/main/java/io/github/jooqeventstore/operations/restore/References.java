package io.github.jooqeventstore.operations.restore;

import org.jspecify.annotations.Nullable;

/**
 * Who knows what happened after a target.
 *
 * @param living the living server, on whatever timeline: whoever read from it has seen its positions; null where there is none
 * @param compared who tells what is absent, on the timeline that is followed; null where nobody can
 */
record References(@Nullable Reference living, @Nullable Reference compared) implements AutoCloseable {
    /** {@return the highest position that is known to have been handed out; 0 where nobody knows} */
    long highest() {
        return Math.max(Reference.highest(living), Reference.highest(compared));
    }

    /** {@return the highest epoch that the store is known to have had; 0 where nobody knows} */
    long epoch() {
        return Math.max(Reference.epoch(living), Reference.epoch(compared));
    }

    @Override
    public void close() {
        if (living != null) {
            living.close();
        }
        if (compared != null && !compared.equals(living)) {
            compared.close();
        }
    }
}
