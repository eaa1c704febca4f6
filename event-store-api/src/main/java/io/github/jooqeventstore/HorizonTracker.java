package io.github.jooqeventstore;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Decides up to where the order is final, from heads and from the transactions that were alive after each of them.
 *
 * <p>A position is handed out to a transaction that holds a lock on {@code events}, and the lock goes after its commit is
 * visible. So when every transaction that held a lock <em>after</em> a head was read has ended, everything up to that head
 * is visible, or never will be. Several heads are waited for at once, which halves the time under load; each with its own
 * set, since those who came later cannot hold an earlier one back.
 *
 * <p>Transactions are known by their virtual ids, never by process: a prepared transaction loses its process and keeps its
 * virtual id. Three rules, each found by losing an event without it:
 *
 * <ul>
 *   <li>{@code n/0} is a transaction of {@code n} that is ending or being prepared: whichever of {@code n} is awaited may
 *       be the one, and lives.
 *   <li>Who was first seen as {@code n/0} may come back as a prepared transaction under its own id: what is then seen of
 *       {@code n} is awaited in its place.
 *   <li>{@code -1/xid} is a prepared transaction that recovery brought back under another id than it had: it is awaited by
 *       all.
 * </ul>
 *
 * <p>No database, no clock, not safe for several threads.
 */
final class HorizonTracker {

    /** More heads than this are not waited for at once: when the first of them are final, newer ones follow. */
    private static final int MAX_WAITING = 64;

    /** A head, and those of the transactions alive behind it that have not ended. */
    private record Waiting(long head, Set<String> awaited) {}

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long finalPosition;

    /** The position up to which everything is final. */
    long finalPosition() {
        return finalPosition;
    }

    /** Those who hold back what comes behind the final position; empty if nobody does. */
    Set<String> awaited() {
        Waiting first = waiting.peekFirst();
        return first == null ? Set.of() : Set.copyOf(first.awaited());
    }

    /** Somebody else has found out that everything up to that position is final. */
    void isFinalThrough(long position) {
        finalPosition = Math.max(finalPosition, position);
        waiting.removeIf(each -> each.head() <= finalPosition);
    }

    /**
     * Takes the highest position that was visible, and the virtual ids of the transactions that held a lock on
     * {@code events} at a later moment.
     */
    void observe(long head, Set<String> living) {
        for (Waiting each : waiting) {
            stillAwaited(each.awaited(), living);
        }
        Iterator<Waiting> newestFirst = waiting.descendingIterator();
        while (newestFirst.hasNext()) {
            Waiting each = newestFirst.next();
            if (each.awaited().isEmpty()) {
                // Whatever an earlier head waits for was alive behind this one, too.
                isFinalThrough(each.head());
                break;
            }
        }
        if (living.isEmpty()) {
            isFinalThrough(head);
        } else if (head > finalPosition && head > newestHead() && waiting.size() < MAX_WAITING) {
            waiting.addLast(new Waiting(head, new HashSet<>(living)));
        }
    }

    private long newestHead() {
        Waiting newest = waiting.peekLast();
        return newest == null ? 0 : newest.head();
    }

    private static void stillAwaited(Set<String> awaited, Set<String> living) {
        Set<String> endings = new HashSet<>();
        awaited.removeIf(vxid -> {
            if (vxid.equals(ending(vxid))) {
                endings.add(vxid);
                return true;
            }
            return !living.contains(vxid) && !living.contains(ending(vxid));
        });
        for (String vxid : living) {
            if (vxid.startsWith("-1/") || endings.contains(ending(vxid))) {
                awaited.add(vxid);
            }
        }
    }

    /** How any transaction of the same process shows while it ends. */
    private static String ending(String vxid) {
        return vxid.substring(0, vxid.indexOf('/') + 1) + "0";
    }
}
