package io.github.jooqeventstore.operations.doctor;

/** One thing that is looked at. */
sealed interface Check
        permits BlockedHorizon,
                ConnectionsLeft,
                DeepHealth,
                IndexCare,
                LoginRules,
                Measured,
                OldTransactions,
                OpenDoors,
                PausedRecovery,
                StaleStatistics,
                StructureOfStore,
                SubscriptionHistory,
                TransactionPooler,
                UnsafeSettings,
                VacuumBehind {
    /** {@return what it looks at, a few words: the same in every report} */
    String name();

    /** Looks. Fails as the database does where it may not; the examination goes on with the next. */
    void look(Examination examination);
}
