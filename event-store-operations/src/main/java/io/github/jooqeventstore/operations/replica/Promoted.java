package io.github.jooqeventstore.operations.replica;

import io.github.jooqeventstore.operations.restore.AfterRestore;
import java.util.List;

/**
 * What a promotion has done.
 *
 * @param server the new primary
 * @param oldTimeline the history that it has left; the same as its own where it was promoted before
 * @param unfinishedBytes the end of the log that was received, of a record that never came as a whole: of no transaction that was
 *     acknowledged here
 * @param secondsToWrite from the promotion to the first statement that could write
 * @param headPosition the position of the last event
 * @param store what makes the store safe to use
 * @param fencing what is to be done about the old primary, and next
 */
public record Promoted(
        ServerIdentity server,
        int oldTimeline,
        long unfinishedBytes,
        double secondsToWrite,
        long headPosition,
        AfterRestore store,
        List<String> fencing) {
    /** Copies. */
    public Promoted {
        fencing = List.copyOf(fencing);
    }
}
