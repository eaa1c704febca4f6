package io.github.jooqeventstore;

import io.github.jooqeventstore.QueuedAppend.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The appends that wait to be sent, and who may send.
 *
 * <p>Of each stream one append at a time is ready or under way, and the others stand in line behind it: so no batch has two of
 * a stream, no two batches wait for the same head, and the appends of a stream are sent in the order of their callers.
 */
final class AppendQueue {

    /**
     * So many appends may be under way without one waiting for another: with so few callers a batch would save less than the
     * waiting costs.
     */
    private static final int UNDER_WAY_AT_ONCE = 3;

    /** So many events make a batch worth a connection of its own: what a batch costs by itself is small for each of them. */
    private static final int WORTH_A_BATCH = 50;

    /** So often, at most, does one who leads let others run, and so often in vain. */
    private static final int COURTESIES = 40;

    private static final int IN_VAIN = 4;

    /** The payloads of a batch travel in one message. */
    private static final long MAX_CHARACTERS = 4L << 20;

    private final GroupCommitOptions options;
    private final Semaphore room;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<QueuedAppend> ready = new ArrayDeque<>();
    private final Map<StreamId, ArrayDeque<QueuedAppend>> behind = new HashMap<>();
    private int leaders;
    private int underWay;

    /** How many were under way or ready at one time lately: so many may come again. */
    private int callers = 1;

    /** How many events the appends of the last batch had on average. */
    private int eventsOfOne = 1;

    AppendQueue(GroupCommitOptions options) {
        this.options = options;
        this.room = new Semaphore(options.maxWaiting(), true);
    }

    /** Waits for room, and puts an append at the end; it may be told at once to lead. */
    void add(QueuedAppend queued) {
        takeRoom(queued);
        lock.lock();
        try {
            ArrayDeque<QueuedAppend> line = behind.get(queued.stream());
            if (line != null) {
                line.add(queued);
            } else {
                behind.put(queued.stream(), new ArrayDeque<>(0));
                ready.add(queued);
                appoint();
            }
        } finally {
            lock.unlock();
        }
    }

    private void takeRoom(QueuedAppend queued) {
        try {
            if (!room.tryAcquire(options.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AppendWithdrawnException(
                        queued.stream(), options.maxWaiting() + " others waiting and no room in " + options.patience());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AppendWithdrawnException(queued.stream(), "the thread interrupted while it waited for room");
        }
    }

    /** Takes an append out that is not sent; false if it is sent, or is about to be. */
    boolean withdraw(QueuedAppend queued) {
        lock.lock();
        try {
            if (!queued.move(State.WAITING, State.LEFT)) {
                return false;
            }
            room.release();
            if (ready.remove(queued)) {
                freeStream(queued.stream());
                appoint();
            } else {
                ArrayDeque<QueuedAppend> line = behind.get(queued.stream());
                if (line != null) {
                    line.remove(queued);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets those who were just answered come back and be sent along: a batch that leaves without them leaves half empty, and
     * the next one, too. It costs a few turns of the scheduler, and nothing where appends are usually alone.
     */
    @SuppressWarnings("ThreadPriorityCheck") // whom the scheduler prefers decides on speed alone
    void gather() {
        int before = -1;
        int inVain = 0;
        for (int i = 0; i < COURTESIES && inVain < IN_VAIN; i++) {
            int missing = missing();
            if (missing <= 0) {
                return;
            }
            inVain = missing == before ? inVain + 1 : 0;
            before = missing;
            Thread.yield();
        }
    }

    /** How many make a batch: all who call lately, divided among as many connections as they are worth. */
    private int enough() {
        return callers / Math.clamp(callers / worthABatch(), 1, options.maxConnections());
    }

    private int worthABatch() {
        return Math.ceilDiv(WORTH_A_BATCH, eventsOfOne);
    }

    private int missing() {
        lock.lock();
        try {
            return enough() - 1 - ready.size();
        } finally {
            lock.unlock();
        }
    }

    /** What is sent together: the append of the one who leads, and others that are ready, oldest first. */
    List<QueuedAppend> batch(QueuedAppend leader) {
        List<QueuedAppend> batch = new ArrayList<>();
        batch.add(leader);
        int events = leader.events().size();
        long characters = leader.characters();
        lock.lock();
        try {
            while (batch.size() < options.maxAppends()) {
                QueuedAppend next = ready.peek();
                if (next == null) {
                    break;
                }
                characters += next.characters();
                if (events + next.events().size() > options.maxEvents() || characters > MAX_CHARACTERS) {
                    break;
                }
                events += next.events().size();
                take(State.SENT);
                batch.add(next);
            }
            callers = Math.max(underWay + ready.size(), callers - 1);
            eventsOfOne = events / batch.size();
        } finally {
            lock.unlock();
        }
        return batch;
    }

    /** Appends that are written, or that nobody waits for, make way for the next of their streams. */
    void release(List<QueuedAppend> done) {
        lock.lock();
        try {
            done.forEach(each -> freeStream(each.stream()));
            appoint();
        } finally {
            lock.unlock();
        }
    }

    /** One who leads no longer passes on what is ready. */
    void resign(int batch) {
        lock.lock();
        try {
            leaders--;
            underWay -= batch;
            appoint();
        } finally {
            lock.unlock();
        }
    }

    /** How many appends wait to be sent. */
    int waiting() {
        return options.maxWaiting() - room.availablePermits();
    }

    private void freeStream(StreamId stream) {
        ArrayDeque<QueuedAppend> line = behind.get(stream);
        QueuedAppend next = line == null ? null : line.poll();
        if (next == null) {
            behind.remove(stream);
        } else {
            ready.add(next);
        }
    }

    private void appoint() {
        while (!ready.isEmpty() && leaders < options.maxConnections() && isWorthALeader()) {
            leaders++;
            take(State.LEADING).wake();
        }
    }

    /** The first, who takes all others along; another while they are few, or so many that there is work for both. */
    private boolean isWorthALeader() {
        return leaders == 0
                || Math.max(callers, underWay + ready.size()) <= UNDER_WAY_AT_ONCE
                || ready.size() >= Math.max(worthABatch(), enough());
    }

    private QueuedAppend take(State state) {
        QueuedAppend next = ready.remove();
        if (!next.move(State.WAITING, state)) {
            throw new IllegalStateException("append: expected to wait, found " + next.state());
        }
        room.release();
        underWay++;
        return next;
    }
}
