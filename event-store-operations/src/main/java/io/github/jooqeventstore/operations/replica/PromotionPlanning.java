package io.github.jooqeventstore.operations.replica;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.restore.AfterRestore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the standby and at the old primary, and says what would be done. */
record PromotionPlanning(Promotion promotion, OperationsDatabase database) {
    PromotionPlan plan() {
        ServerIdentity server = ServerIdentity.read(database.dsl());
        StandbyQuery.Place place =
                server.standby() ? StandbyQuery.place(database.dsl()) : new StandbyQuery.Place(null, null, false);
        ReadableEvents events = ReadableEvents.read(database);
        OldPrimary old = promotion.oldPrimary() == null ? null : OldPrimary.look(promotion.oldPrimary());
        return new PromotionPlan(
                server,
                events,
                place.received(),
                place.replayed(),
                place.paused(),
                old,
                obstacles(server, events, old),
                steps(place.paused()));
    }

    private List<String> obstacles(ServerIdentity server, @Nullable ReadableEvents events, @Nullable OldPrimary old) {
        List<String> obstacles = new ArrayList<>();
        String here = promotion.standby().host() + ":" + promotion.standby().port();
        if (events == null) {
            obstacles.add(promotion.standby() + ": expected a store in schema "
                    + promotion.standby().schema() + ", found none that can be read; name its database with --url");
        }
        if (promotion.options().alreadyPromoted() && server.standby()) {
            obstacles.add("server at " + here
                    + ": expected one that is promoted already, found a standby; leave --promoted" + " out");
        }
        if (!promotion.options().alreadyPromoted()) {
            if (!server.standby()) {
                obstacles.add("server at " + here + ": expected a standby, found a primary on timeline "
                        + server.timeline() + "; where it was promoted just now, --promoted does the rest");
            }
            sender(obstacles);
        }
        if (old == null && !promotion.options().fenced()) {
            obstacles.add(
                    "old primary: expected --old-primary URL, to see that it does not answer, or --fenced where it cannot"
                            + " be asked and cannot come back; found neither");
        }
        if (old != null && old.answers()) {
            obstacles.add(answering(server, old));
        }
        return obstacles;
    }

    private void sender(List<String> obstacles) {
        ReplicaStatus.Receiver receiver = StandbyQuery.receiver(database.dsl());
        if (receiver != null && receiver.streaming()) {
            obstacles.add("old primary" + (receiver.from() == null ? "" : " at " + receiver.from())
                    + ": expected it to be stopped, found it sending its log here; stop it in good order (pg_ctl stop --mode"
                    + " fast), so that all of its log arrives, then call again; that its machine is gone is noticed within"
                    + " wal_receiver_timeout, a minute unless set");
        }
    }

    private static String answering(ServerIdentity server, OldPrimary old) {
        String subject = "old primary at " + old.address() + ": expected no answer, found " + old.finding();
        ServerIdentity found = old.server();
        if (found != null && !found.sameCluster(server)) {
            return subject + " of another cluster, " + found.systemIdentifier() + " and not "
                    + server.systemIdentifier() + "; name the old primary of this one";
        }
        if (found != null && found.standby()) {
            return subject + "; name the server that was the primary, not this one or another standby";
        }
        return subject + "; stop it, or cut it off from whoever appends, then call again";
    }

    private List<String> steps(boolean paused) {
        List<String> steps = new ArrayList<>();
        if (!promotion.options().alreadyPromoted()) {
            steps.add((paused ? "let replay go on, and " : "") + "replay all that was received");
            steps.add("promote, and wait until it takes writes");
        }
        steps.add("checkpoint");
        steps.add("raise the epoch of the store, and pass over " + AfterRestore.DEFAULT_GAP + " positions");
        steps.add(
                promotion.options().rewindCheckpoints()
                        ? "lead checkpoints into the new epoch: subscriptions go on"
                        : "leave checkpoints: subscriptions stop, and say so");
        return steps;
    }
}
