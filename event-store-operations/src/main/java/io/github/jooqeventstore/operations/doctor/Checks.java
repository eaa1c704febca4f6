package io.github.jooqeventstore.operations.doctor;

import java.util.List;

/** What is looked at. */
final class Checks {
    /** All of them, in the order in which findings of the same severity are told. */
    static final List<Check> ALL = List.of(
            new DeepHealth(),
            new StructureOfStore(),
            new SubscriptionHistory(),
            new UnsafeSettings(),
            new PausedRecovery(),
            new BlockedHorizon(),
            new OldTransactions(),
            new Measured(),
            new ConnectionsLeft(),
            new VacuumBehind(),
            new StaleStatistics(),
            new LoginRules(),
            new OpenDoors(),
            new TransactionPooler(),
            new IndexCare());

    private Checks() {}
}
