package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.store.StoreFinding;
import io.github.jooqeventstore.operations.store.SubscriptionChecks;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Whether what subscriptions have seen is what is there: it is not, after a restore or a failover that lost something. */
record SubscriptionHistory() implements Check {
    @Override
    public String name() {
        return "restored history";
    }

    @Override
    public void look(Examination examination) {
        Map<StoreFinding.Kind, List<StoreFinding>> byKind = new EnumMap<>(StoreFinding.Kind.class);
        for (StoreFinding finding : SubscriptionChecks.read(examination.database())) {
            byKind.computeIfAbsent(finding.kind(), kind -> new ArrayList<>()).add(finding);
        }
        // That a checkpoint is ahead, the deep probe tells.
        byKind.remove(StoreFinding.Kind.CHECKPOINT_AHEAD);
        byKind.forEach((kind, findings) -> examination.found(new DoctorFinding(
                name(),
                Severity.DANGER,
                problem(kind) + " Found: "
                        + String.join(
                                "; ",
                                findings.stream().map(StoreFinding::toString).toList())
                        + ".",
                kind.advice() + "; event-store store verify tells more",
                kind.exitCode())));
    }

    private static String problem(StoreFinding.Kind kind) {
        return switch (kind) {
            case CHECKPOINT_OF_OTHER_EPOCH ->
                "The store was restored, and a subscription still has its checkpoint of before: it refuses to go on.";
            case WITNESS_DIFFERS ->
                "Behind a subscription stands another event than the one it has seen: this history is another one.";
            case PARKED_EVENT_ABSENT -> "An event that was put aside is not there any more.";
            default -> "Subscriptions and history do not agree.";
        };
    }
}
