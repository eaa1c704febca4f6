package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.operations.OperationsDatabase;
import java.util.List;

/** Subscriptions against the events that they have seen, without a look at any other event. */
public final class SubscriptionChecks {
    private SubscriptionChecks() {}

    /** {@return what does not agree; the first of each kind} */
    public static List<StoreFinding> read(OperationsDatabase database) {
        var findings = new Findings();
        StoreState state = StoreState.read(database);
        var checks = new CheckpointChecks(database.dsl(), findings);
        checks.checkpoints(state.headPosition(), state.epoch());
        checks.parked();
        return findings.kept();
    }
}
