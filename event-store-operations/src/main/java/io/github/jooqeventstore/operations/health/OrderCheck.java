package io.github.jooqeventstore.operations.health;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.Horizon;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Whether somebody holds the order of all events back, and with it every subscription. */
final class OrderCheck {
    private OrderCheck() {}

    static HealthCheck check(DataSource dataSource, Settings settings, HealthLimits limits) {
        Horizon horizon = EventStore.using(DSL.using(dataSource, SQLDialect.POSTGRES, settings))
                .horizon();
        Instant earliest = Instant.now().minus(limits.holder());
        List<String> late = horizon.holders().stream()
                .filter(holder -> isBefore(holder.since(), earliest))
                .map(holder -> holder + " since " + holder.since())
                .toList();
        if (late.isEmpty()) {
            return HealthCheck.passed("order", "nobody holds it back for long");
        }
        return HealthCheck.failed(
                "order",
                "expected no transaction that holds it back for longer than "
                        + limits.holder().toSeconds()
                        + " s, found " + String.join(", ", late) + "; events behind position "
                        + horizon.finalPosition() + " reach nobody until it ends");
    }

    private static boolean isBefore(@Nullable Instant since, Instant earliest) {
        return since != null && since.isBefore(earliest);
    }
}
