package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.Horizon;
import io.github.jooqeventstore.operations.OperationsDatabase;
import java.time.Duration;
import java.time.Instant;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Who keeps subscriptions from what was appended, and since when. */
record BlockedHorizon() implements Check {
    @Override
    public String name() {
        return "horizon";
    }

    @Override
    public void look(Examination examination) {
        // It is asked outside transactions, and so on connections of its own.
        Horizon horizon = EventStore.using(DSL.using(
                        examination.target().dataSource(),
                        SQLDialect.POSTGRES,
                        OperationsDatabase.settings(examination.schema())))
                .horizon();
        Instant now = examination.now().toInstant();
        Instant earliest = now.minus(examination.limits().health().holder());
        for (Horizon.Holder holder : horizon.holders()) {
            Instant since = holder.since();
            if (since != null && since.isBefore(earliest)) {
                examination.found(DoctorFinding.of(
                        this, Severity.STANDSTILL, problem(horizon, holder, since, now), mend(holder)));
            } else if (since == null) {
                examination.notSeen(name(), holder + ": the role may not see since when");
            }
        }
    }

    private static String problem(Horizon horizon, Horizon.Holder holder, Instant since, Instant now) {
        return "A transaction holds back every subscription: " + holder + " has appended and not ended since " + since
                + ", " + Duration.between(since, now).toSeconds()
                + " s ago. Until it ends none gets past the first position that it was given; the head is at "
                + horizon.headPosition() + ".";
    }

    private static String mend(Horizon.Holder holder) {
        return switch (holder) {
            case Horizon.Session session ->
                "psql: select pg_terminate_backend(" + session.pid() + "), or end the program behind it";
            case Horizon.PreparedTransaction prepared ->
                "psql: rollback prepared '" + prepared.gid() + "', or commit prepared, by whoever knows what it was";
        };
    }
}
