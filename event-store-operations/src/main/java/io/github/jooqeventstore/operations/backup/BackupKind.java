package io.github.jooqeventstore.operations.backup;

import java.util.Locale;

/** What a backup holds, and by whom it is restored. */
public enum BackupKind {
    /** A database as {@code pg_dump} writes it. */
    FULL,
    /** The store's own tables as the server copies them out: all events, or those behind its parent. */
    EVENTS,
    /** The files of a server: with the log behind them, the ground of a recovery to a point in time. */
    BASE;

    /** {@return the word that ends the id of such a backup} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
