package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.operations.ExitCode;

/**
 * One thing in a store that is not as it should be.
 *
 * @param kind what sort of thing
 * @param subject what it is about, a stream or a position
 * @param expectation what should be there
 * @param finding what is there
 */
public record StoreFinding(Kind kind, String subject, String expectation, String finding) {

    /** What can be found, and what to do then. */
    public enum Kind {
        /** The versions of a stream are not 1, 2, 3 and so on. */
        STREAM_NOT_CONTINUOUS(true, "restore the stream's events from a backup into another database, and compare"),
        /** A later version of a stream has an earlier position. */
        POSITIONS_NOT_RISING(true, "compare the stream with a backup: the order of its events was changed by hand"),
        /** The head of a stream is not its last event, or one of them is absent. */
        HEAD_DIFFERS(true, "do not append to the stream; compare it with a backup"),
        /** An event is not the one that the chain has seen. */
        EVENT_ALTERED(true, "restore the event from a backup into another database, and compare"),
        /** An event that the chain has seen is absent. */
        EVENT_DELETED(true, "restore the event from a backup into another database, and compare"),
        /** An event stands at a position that was empty for ever when the chain was written. */
        EVENT_ADDED(true, "find out who wrote it: no append is given an earlier position"),
        /** The chain itself is not what it was. */
        CHAIN_BROKEN(true, "use a copy of the chain from another place"),
        /** The last event that a subscription has seen is not the one at that position. */
        WITNESS_DIFFERS(true, "history was changed or restored under the subscription: rewind it to where both agree"),
        /** An event that was put aside is absent. */
        PARKED_EVENT_ABSENT(
                true, "history was changed or restored: compare with a backup, then discard what was put aside"),
        /** The server has counted changes of rows that never change. */
        HISTORY_CHANGED(
                false,
                "find out who did it, verify with a chain or against a backup, then"
                        + " pg_stat_reset_single_table_counters"),
        /** A snapshot is of a later version than the head of its stream. */
        SNAPSHOT_AHEAD(false, "delete the snapshot: it is taken again"),
        /** A checkpoint is ahead of the last event: its subscription would pass over what is appended next. */
        CHECKPOINT_AHEAD(false, "stop the subscription and rewind it"),
        /** A checkpoint was written before the last restore, or in another store. */
        CHECKPOINT_OF_OTHER_EPOCH(false, "rewind the subscription to where its consumers agree with the history"),
        /** Table, constraint, index or trigger is not what the migrations make. */
        SCHEMA_DIFFERS(false, "see event-store migrate validate"),
        /** The next append would be given a position that is taken or was passed. */
        SEQUENCE_BEHIND(false, "set the sequence past the highest position that was ever handed out"),
        /** Positions are missing for which nothing that is known accounts. */
        GAP_UNEXPLAINED(false, "compare with a backup: an event of these positions would be in it");

        private final boolean integrity;
        private final String advice;

        Kind(boolean integrity, String advice) {
            this.integrity = integrity;
            this.advice = advice;
        }

        /** {@return how a check ends that finds it} */
        public ExitCode exitCode() {
            return integrity ? ExitCode.INTEGRITY : ExitCode.CHECK_FAILED;
        }

        /** {@return what to do, a few words} */
        public String advice() {
            return advice;
        }
    }

    /** {@return the finding as a sentence} */
    @Override
    public String toString() {
        return subject + ": expected " + expectation + ", found " + finding;
    }
}
