package io.github.jooqeventstore.operations.readiness;

import io.github.jooqeventstore.operations.migration.MigrationOptions;
import io.github.jooqeventstore.operations.pool.PoolQuestion;
import io.github.jooqeventstore.operations.tune.Tuning;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is around the database, as far as whoever asks can say it. What is null is unknown, and no item that needs it is done.
 *
 * @param migrations the operator's own files
 * @param load what the pools are to bear, and how large they are; what it says of the server is asked anew
 * @param backups the folder of the backups
 * @param backupAge how old the newest verified backup may be
 * @param restoreAge how long ago a backup was restored for the last time
 * @param timers folders in which timers of systemd or files of cron are in force
 * @param timersNamed whether the folders were named: else that they hold none means nothing
 * @param archive the folder of the log's archive
 * @param monitor where the figures are served to Prometheus
 * @param rules the file of alert rules that Prometheus loads
 * @param metrics the folder of the textfile collector
 * @param drillAge how long ago a disaster was drilled for the last time
 * @param tuning the settings that the server should have
 * @param attested names of items that the one who asks vouches for
 */
public record Surroundings(
        MigrationOptions migrations,
        @Nullable PoolQuestion load,
        @Nullable Path backups,
        Duration backupAge,
        Duration restoreAge,
        List<Path> timers,
        boolean timersNamed,
        @Nullable Path archive,
        @Nullable URI monitor,
        @Nullable Path rules,
        @Nullable Path metrics,
        Duration drillAge,
        @Nullable Tuning tuning,
        Set<String> attested) {
    /** Where systemd and cron keep what is in force. */
    public static final List<Path> TIMERS =
            List.of(Path.of("/etc/systemd/system/timers.target.wants"), Path.of("/etc/cron.d"));

    /** Copies. */
    public Surroundings {
        timers = List.copyOf(timers);
        attested = Set.copyOf(attested);
    }
}
