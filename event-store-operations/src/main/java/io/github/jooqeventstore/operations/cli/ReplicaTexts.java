package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.replica.ConnectedStandby;
import io.github.jooqeventstore.operations.replica.OldPrimary;
import io.github.jooqeventstore.operations.replica.Promoted;
import io.github.jooqeventstore.operations.replica.PromotionPlan;
import io.github.jooqeventstore.operations.replica.ReadableEvents;
import io.github.jooqeventstore.operations.replica.ReplicaStatus;
import io.github.jooqeventstore.operations.replica.ServerIdentity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the commands about standbys say to people. */
final class ReplicaTexts {
    private ReplicaTexts() {}

    static String of(ReplicaStatus status, @Nullable OldPrimary old) {
        List<String> lines = new ArrayList<>();
        switch (status) {
            case ReplicaStatus.Primary primary -> add(lines, primary);
            case ReplicaStatus.Standby standby -> add(lines, standby);
        }
        events(lines, status.events());
        if (old != null) {
            lines.add("old       at " + old.address() + ": " + old.finding());
        }
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, ReplicaStatus.Primary primary) {
        lines.add("primary   " + server(primary.server()) + ", log up to " + primary.written());
        lines.add("commits   "
                + (primary.synchronousNames().isBlank()
                        ? "wait for no standby"
                        : "wait for " + primary.synchronousNames()));
        for (ConnectedStandby standby : primary.standbys()) {
            lines.add("standby   %s%s: %s, %s, %d bytes behind, %s"
                    .formatted(
                            standby.name(),
                            standby.address() == null ? "" : " at " + standby.address(),
                            standby.state(),
                            standby.syncState(),
                            standby.bytesBehind(),
                            seconds(standby.secondsBehind())));
        }
        primary.slots()
                .forEach(slot -> lines.add("slot      " + slot.name() + ": "
                        + (slot.active() ? "active" : "nobody connected") + ", keeps " + slot.keptBytes() + " bytes"));
    }

    private static void add(List<String> lines, ReplicaStatus.Standby standby) {
        lines.add("standby   " + server(standby.server()));
        ReplicaStatus.Receiver receiver = standby.receiver();
        lines.add("receiver  "
                + (receiver == null
                        ? "not there"
                        : receiver.status()
                                + (receiver.from() == null ? "" : " from " + receiver.from())
                                + (receiver.slot() == null ? "" : " by slot " + receiver.slot())));
        lines.add("log       received up to " + standby.received() + ", replayed up to " + standby.replayed()
                + (standby.paused() ? ", paused" : ""));
        lines.add("behind    " + standby.bytesBehind() + " bytes, " + seconds(standby.secondsBehind()));
    }

    private static void events(List<String> lines, @Nullable ReadableEvents events) {
        lines.add(
                events == null
                        ? "events    no store in this database"
                        : "events    up to position %d, published as final up to %d, epoch %d"
                                .formatted(events.headPosition(), events.publishedHorizon(), events.epoch()));
    }

    private static String server(ServerIdentity server) {
        return "of cluster " + server.systemIdentifier() + " on timeline " + server.timeline();
    }

    private static String seconds(@Nullable Double seconds) {
        return seconds == null ? "seconds unknown" : "%.1f seconds".formatted(seconds);
    }

    static String of(PromotionPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("standby   " + server(plan.server()));
        lines.add("log       received up to " + plan.received() + ", replayed up to " + plan.replayed()
                + (plan.paused() ? ", paused" : ""));
        events(lines, plan.events());
        OldPrimary old = plan.oldPrimary();
        lines.add("old       "
                + (old == null ? "primary not looked for" : "primary at " + old.address() + ": " + old.finding()));
        plan.steps().forEach(step -> lines.add("would     " + step));
        plan.obstacles().forEach(obstacle -> lines.add("REFUSED   " + obstacle));
        return String.join("\n", lines);
    }

    static String of(Promoted done, boolean rewound) {
        List<String> lines = new ArrayList<>();
        lines.add("promoted     " + server(done.server()) + ", before on " + done.oldTimeline()
                + ", writes after %.1f seconds".formatted(done.secondsToWrite()));
        if (done.unfinishedBytes() > 0) {
            lines.add("log          " + done.unfinishedBytes()
                    + " bytes at its end are of a record that never came as a whole");
        }
        lines.add("head         position " + done.headPosition() + "; the next one is behind "
                + done.store().nextPosition());
        lines.add("epoch        " + done.store().epoch());
        lines.add("checkpoints  "
                + (rewound ? done.store().rewound() + " led into this epoch" : "left: subscriptions stop"));
        done.fencing().forEach(line -> lines.add("FENCE        " + line));
        return String.join("\n", lines);
    }
}
