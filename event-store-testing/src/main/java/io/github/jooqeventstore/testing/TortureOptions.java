package io.github.jooqeventstore.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to torture, and for how long.
 *
 * @param url JDBC URL of a database to work in; null: a server of the program's own, which it may kill
 * @param user the user at that URL; null: as the URL or the driver says
 * @param password the user's password; null: none
 * @param version the PostgreSQL to start; null: the one that the program comes with
 * @param seconds how long the writers write, 1 or more
 * @param writers how many of them work in this process, 1 or more; about a quarter as many work in another one
 * @param readers which kinds of readers, each kind three times
 * @param seed what the choices of the writers and of the faults start from
 * @param keep whether the schema stays at the end
 */
record TortureOptions(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String version,
        int seconds,
        int writers,
        List<ReaderKind> readers,
        long seed,
        boolean keep) {

    private static final int LEAST_PER_SECOND = 5;
    private static final int LEAST = 50;

    TortureOptions {
        readers = List.copyOf(readers);
    }

    /** So few committed events prove nothing. */
    long enough() {
        return Math.max(LEAST, (long) seconds * LEAST_PER_SECOND);
    }

    /** Without the URL, whose parameters may be secret, and without the password. */
    @Override
    public String toString() {
        return "seconds " + seconds + ", writers " + writers + ", readers " + readers + ", seed " + seed;
    }
}
