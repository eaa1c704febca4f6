package io.github.jooqeventstore.projection;

import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.SubscriptionMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The state of a projection as Micrometer's gauges: those of {@link SubscriptionMeters}, since a projection is a subscription.
 * Its tag {@code subscription} is {@code name@version}, so that a version that is live and one that is being built are told apart.
 *
 * <p>Needs {@code io.micrometer:micrometer-core} on the class path.
 */
public final class ProjectionMeters implements MeterBinder {

    private final SubscriptionMeters meters;

    private ProjectionMeters(Subscription subscription) {
        this.meters = SubscriptionMeters.of(subscription);
    }

    /** The meters of that projection. */
    public static ProjectionMeters of(RunningProjection projection) {
        return new ProjectionMeters(InvalidInputException.requirePresent("projection meters", "projection", projection)
                .subscription());
    }

    /** The meters of a version that is being built. */
    public static ProjectionMeters of(Rebuild rebuild) {
        return new ProjectionMeters(InvalidInputException.requirePresent("projection meters", "rebuild", rebuild)
                .subscription());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters.bindTo(registry);
    }
}
