package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.replica.OldPrimary;
import io.github.jooqeventstore.operations.replica.Promoted;
import io.github.jooqeventstore.operations.replica.Promotion;
import io.github.jooqeventstore.operations.replica.PromotionPlan;
import io.github.jooqeventstore.operations.replica.ReplicaStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What concerns standbys. */
@Command(
        name = "replica",
        description = "Tells how far standbys are behind, and makes one the primary.",
        mixinStandardHelpOptions = true,
        subcommands = {ReplicaCommand.Status.class, ReplicaCommand.Promote.class})
final class ReplicaCommand extends CommandGroup {
    /** Which server was the primary. */
    static final class OldPrimaryOption {
        @Option(
                names = "--old-primary",
                paramLabel = "JDBC-URL",
                description = "Where the old primary was; user and password as for the other server.")
        private @Nullable String url;

        @Nullable
        DatabaseTarget target(DatabaseTarget other) {
            return url == null
                    ? null
                    : DatabaseTarget.of(url, other.user(), other.password()).schema(other.schema());
        }
    }

    /** {@code replica status}. */
    @Command(
            name = "status",
            description =
                    "On a primary, how each standby stands; on a standby, how it stands itself; 1 when something is wrong.",
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Mixin
        private OldPrimaryOption oldPrimary;

        @Option(
                names = "--max-seconds",
                paramLabel = "SECONDS",
                defaultValue = "60",
                description = "How far a standby may be behind: ${DEFAULT-VALUE}.")
        private int seconds;

        @Override
        public Integer call() {
            DatabaseTarget target = connection.target();
            ReplicaStatus status;
            try (var database = OperationsDatabase.open(target)) {
                status = ReplicaStatus.of(database, Duration.ofSeconds(seconds));
            }
            DatabaseTarget before = oldPrimary.target(target);
            OldPrimary old = before == null ? null : OldPrimary.look(before);
            List<String> findings = new ArrayList<>(status.findings());
            if (old != null && old.rivals(status.server())) {
                findings.addFirst("two primaries of one cluster: " + old.address() + " is " + old.finding()
                        + ", this one is on timeline "
                        + status.server().timeline() + "; stop the old one at once, and save what it has taken");
            }
            output.result(
                    old == null ? status : both(status, old),
                    ReplicaTexts.of(status, old) + "\n" + BackupWalCommand.findings(findings));
            return findings.isEmpty() ? 0 : ExitCode.CHECK_FAILED.code();
        }

        private static Map<String, Object> both(ReplicaStatus status, OldPrimary old) {
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("status", status);
            both.put("oldPrimary", old);
            both.put("rivals", old.rivals(status.server()));
            return both;
        }
    }

    /** {@code replica promote}. */
    @Command(
            name = "promote",
            description = {
                "Makes a standby the primary, and its store safe to use; shows the plan until it is told --execute.",
                "Refuses while the old primary answers: two primaries lose what one of them takes."
            },
            mixinStandardHelpOptions = true)
    static final class Promote implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Mixin
        private OldPrimaryOption oldPrimary;

        @Mixin
        private DestructiveOptions destructive;

        @Option(
                names = "--fenced",
                description = "The old primary cannot be asked, and somebody has seen to it that it cannot come back.")
        private boolean fenced;

        @Option(
                names = "--promoted",
                description = "It is promoted already, by another tool or an interrupted call: do the rest.")
        private boolean promoted;

        @Option(
                names = "--rewind-checkpoints",
                description = "Let subscriptions go on from where the standby has come; else they stop.")
        private boolean rewindCheckpoints;

        @Option(
                names = "--patience",
                paramLabel = "TIME",
                defaultValue = "10m",
                converter = DurationConverter.class,
                description = "How long to wait for replay and promotion: ${DEFAULT-VALUE}.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Duration patience;

        @Override
        public Integer call() {
            DatabaseTarget target = connection.target();
            var promotion = new Promotion(
                    target,
                    oldPrimary.target(target),
                    new Promotion.Options(fenced, promoted, rewindCheckpoints, patience),
                    output.progress());
            if (!destructive.confirmed(target.host() + ":" + target.port())) {
                PromotionPlan plan = promotion.plan();
                output.result(plan, ReplicaTexts.of(plan));
                return plan.obstacles().isEmpty() ? 0 : ExitCode.REFUSED.code();
            }
            Promoted done = promotion.execute();
            output.result(done, ReplicaTexts.of(done, rewindCheckpoints));
            return 0;
        }
    }
}
