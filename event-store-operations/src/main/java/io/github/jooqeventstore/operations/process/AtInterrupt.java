package io.github.jooqeventstore.operations.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has to be undone when this program is interrupted half-way: begun under a name of its own, and known to nobody else.
 *
 * <p>Whoever closes it has undone it, or has finished it.
 */
public final class AtInterrupt implements AutoCloseable {
    private static final Set<AtInterrupt> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(AtInterrupt::undo), "undo what was begun"));
    }

    private final Runnable undoing;

    private AtInterrupt(Runnable undoing) {
        this.undoing = undoing;
    }

    /** {@return an open one} */
    public static AtInterrupt undo(Runnable undoing) {
        var open = new AtInterrupt(undoing);
        OPEN.add(open);
        return open;
    }

    private void undo() {
        try {
            undoing.run();
        } catch (RuntimeException e) {
            // Nobody is there to hear of it; what is left has a name that tells what it is.
        }
    }

    @Override
    public void close() {
        OPEN.remove(this);
    }
}
