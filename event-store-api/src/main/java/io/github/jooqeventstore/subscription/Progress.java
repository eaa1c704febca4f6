package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition has come: what is done, and what of it is written down.
 *
 * <p>While events come without end, it is written down ten times a second and not behind each page: a write costs as much as
 * reading some hundred events.
 */
final class Progress {

    /** No server is taken over by another in so short a time. */
    private static final long LATELY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Group group;
    private final Assignment assignment;
    private final CheckpointTable checkpoints;
    private final @Nullable Checkpoint remembered;
    private Checkpoint saved;
    private Checkpoint done;
    private long savedAt = System.nanoTime() - LATELY_NANOS;
    private long confirmedAt = System.nanoTime() - LATELY_NANOS;

    /**
     * At the checkpoint that was found.
     *
     * @param remembered how far this program had come when it had the partition before, null if it had not
     */
    Progress(Group group, Assignment assignment, Checkpoint saved, @Nullable Checkpoint remembered) {
        this.remembered = remembered;
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
            long askedAt = System.nanoTime();
            checkpoints.move(group.store(), assignment.lease(), saved, done);
            saved = done;
            savedAt = askedAt;
            confirmedAt = askedAt;
        }
    }

    /** Writes down what is done, unless that was done lately. */
    void saveInTime() {
        if (!isLately(savedAt)) {
            save();
        }
    }

    private static boolean isLately(long moment) {
        return System.nanoTime() - moment < LATELY_NANOS;
    }

    /** Moves the checkpoint in a transaction, first of all: {@link #saved(Checkpoint)} when it is committed. */
    void move(EventStore transaction, Checkpoint end) {
        checkpoints.move(transaction, assignment.lease(), saved, end);
    }

    /** The transaction that has moved the checkpoint there is committed. */
    void saved(Checkpoint end) {
        saved = end;
        done = end;
        confirmedAt = System.nanoTime();
        if (!assignment.lease().isHeld()) {
            checkpoints.renew(assignment.lease());
        }
    }

    /** Keeps the partition for that transaction. */
    void fence(EventStore transaction) {
        checkpoints.fence(transaction, assignment.lease());
    }

    /** Asks at the beginning whether all that is known stands. */
    void begin() {
        if (remembered != null && remembered.position() > done.position()) {
            Witness.of(group.store()).check(assignment.subject(), remembered);
        }
        check();
    }

    /** Asks whether what is done still stands. */
    void check() {
        Witness.of(group.store()).check(assignment.subject(), done);
    }

    /**
     * Makes sure, now that a page was read, that the events before it are still there: else the page may be one of another
     * history. Writing down what is done asks the same.
     *
     * @return the checkpoint at the end of the page
     */
    Checkpoint confirm(AllPage page) {
        if (isLately(confirmedAt) && !page.events().isEmpty()) {
            RecordedEvent last = page.events().getLast();
            if (last.position() == page.through()) {
                return after(last);
            }
        }
        long askedAt = System.nanoTime();
        Checkpoint end = Witness.of(group.store()).next(assignment.subject(), done, page.through());
        confirmedAt = askedAt;
        return end;
    }
}
