package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.process.ClusterServer;
import java.util.Map;

/** What a tier does for a store while it lives, and with what it brings the store back. */
interface Protection extends AutoCloseable {
    /** {@return what it is, one sentence for the report} */
    String method();

    /** {@return settings of the server that it protects} */
    Map<String, String> settings();

    /** Begins, before anybody appends. */
    void begin(DatabaseTarget live);

    /** {@return a backup} */
    Backup backup(DatabaseTarget live);

    /** Does what it does from time to time, once, as if the time had come. */
    void tick(DatabaseTarget live);

    /**
     * {@return how much time's events a failure at the worst moment loses, in seconds}
     *
     * @param backupSeconds how long the backup took
     */
    double worstCaseSeconds(double backupSeconds);

    /**
     * {@return the server that has come back, and takes appends}
     *
     * @param lost where the one that failed was
     */
    ClusterServer restore(DatabaseTarget lost, Backup backup, DrillClock clock);

    /** Ends whatever it has running. */
    @Override
    void close();
}
