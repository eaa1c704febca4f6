package io.github.jooqeventstore.operations.replica;

import io.github.jooqeventstore.operations.wal.Lsn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion would do, and what speaks against it.
 *
 * @param server the standby
 * @param events how far the store's events have come there; null where the database holds no store
 * @param received up to where it has the log; null where it has received none since it was started
 * @param replayed up to where it has replayed it
 * @param paused whether replay is paused, and goes on first
 * @param oldPrimary what was found where the primary was; null where nobody has looked
 * @param obstacles why it is refused, a sentence each, with what to do
 * @param steps what is done, in this order
 */
public record PromotionPlan(
        ServerIdentity server,
        @Nullable ReadableEvents events,
        @Nullable Lsn received,
        @Nullable Lsn replayed,
        boolean paused,
        @Nullable OldPrimary oldPrimary,
        List<String> obstacles,
        List<String> steps) {
    /** Copies. */
    public PromotionPlan {
        obstacles = List.copyOf(obstacles);
        steps = List.copyOf(steps);
    }
}
