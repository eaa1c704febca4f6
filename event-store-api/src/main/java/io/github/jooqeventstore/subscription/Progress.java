package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;

/** How far a partition has come: what is done, and what of it is written down. */
final class Progress {

    private final Group group;
    private final Assignment assignment;
    private final CheckpointTable checkpoints;
    private Checkpoint saved;
    private Checkpoint done;

    Progress(Group group, Assignment assignment, Checkpoint saved) {
        this.group = group;
        this.assignment = assignment;
        this.checkpoints = new CheckpointTable(group);
        this.saved = saved;
        this.done = saved;
    }

    Checkpoint done() {
        return done;
    }

    boolean isSaved() {
        return done.equals(saved);
    }

    /** An event was handled, put aside or skipped. */
    void done(RecordedEvent event) {
        done = after(event);
    }

    /** Everything up to there was handled, put aside or skipped, or is not for this partition. */
    void done(Checkpoint end) {
        done = end;
    }

    Checkpoint after(RecordedEvent event) {
        return new Checkpoint(event.position(), done.epoch(), event.id());
    }

    /** Writes down what is done. */
    void save() {
        if (!isSaved()) {
            checkpoints.move(group.store(), assignment.lease(), saved, done);
            saved = done;
        }
    }

    /** Moves the checkpoint in a transaction, first of all: {@link #saved(Checkpoint)} when it is committed. */
    void move(EventStore transaction, Checkpoint end) {
        checkpoints.move(transaction, assignment.lease(), saved, end);
    }

    /** The transaction that has moved the checkpoint there is committed. */
    void saved(Checkpoint end) {
        saved = end;
        done = end;
        if (!assignment.lease().isHeld()) {
            checkpoints.renew(assignment.lease());
        }
    }

    /** Keeps the partition for that transaction. */
    void fence(EventStore transaction) {
        checkpoints.fence(transaction, assignment.lease());
    }

    /** Asks whether what is done still stands. */
    void check() {
        Witness.of(group.store()).check(assignment.subject(), done);
    }

    /**
     * Makes sure, now that a page was read, that the events before it are still there: else the page may be one of another
     * history. Writes down what is done, which asks the same.
     *
     * @return the checkpoint at the end of the page
     */
    Checkpoint confirm(AllPage page) {
        boolean asked = !isSaved();
        save();
        if (!page.events().isEmpty()) {
            RecordedEvent last = page.events().getLast();
            if (last.position() == page.through() && asked) {
                return after(last);
            }
        }
        return Witness.of(group.store()).next(assignment.subject(), done, page.through());
    }
}
