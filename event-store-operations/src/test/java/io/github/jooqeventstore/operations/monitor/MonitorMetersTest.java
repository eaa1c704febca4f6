package io.github.jooqeventstore.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.EventStoreMeters;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.pool.Pool;
import io.github.jooqeventstore.pool.PoolMeters;
import io.github.jooqeventstore.pool.PoolOptions;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.SubscriptionMeters;
import io.github.jooqeventstore.subscription.Subscriptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a registry of Micrometer's has of a monitor, and whether rules and panels ask for what there is. */
class MonitorMetersTest {
    private static final Duration SOON = Duration.ofMillis(100);

    private final TestStore store = TestStore.create();
    private final Monitor monitor = Monitor.of(store.target());

    @Nested
    class OnARegistry {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

        @Test
        void areReadAgainAndAgainUntilTheyAreClosed() {
            try (var meters = MonitorMeters.of(monitor, SOON)) {
                meters.bindTo(registry);
                assertThat(head()).isZero();

                store.append(20);

                Await.until("the new head", () -> head() == 20);
            }
        }

        @Test
        void areGoneWhenWhatTheyTellOfIs() {
            store.dsl().execute("create table public.short_lived (id int)");
            try (var meters = MonitorMeters.of(monitor, SOON)) {
                meters.bindTo(registry);
                assertThat(registry.find("event.store.table")
                                .tags("schema", "public", "table", "short_lived")
                                .gauge())
                        .isNotNull();

                store.dsl().execute("drop table public.short_lived");

                Await.until(
                        "no such meter",
                        () -> registry.find("event.store.table")
                                        .tags("table", "short_lived")
                                        .gauge()
                                == null);
            }
        }

        private double head() {
            return registry.get("event.store.head.position").gauge().value();
        }
    }

    @Nested
    class ForPrometheus {
        private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        @Test
        void haveTheNamesThatTheMonitorServes() {
            try (var meters = MonitorMeters.of(monitor, Duration.ofMinutes(1))) {
                meters.bindTo(registry);
            }

            assertThat(names())
                    .isEqualTo(monitor.read().figures().stream()
                            .map(figure -> figure.metric().name())
                            .collect(Collectors.toSet()));
        }

        @Test
        void areThereForEveryRuleAndEveryPanelAboutAnApplication() {
            try (Pool pool = Pool.open(PoolOptions.small(
                    store.url(), store.target().user(), store.target().password()))) {
                EventStore measured = EventStore.using(DSL.using(pool, SQLDialect.POSTGRES));
                EventStoreMeters.of(measured).bindTo(registry);
                PoolMeters.of(pool).bindTo(registry);

                Set<String> asked = asked("(event_store_(?:append|load|import)|hikaricp)_[a-z_]+");

                assertThat(names()).containsAll(asked);
                assertThat(asked).hasSizeGreaterThan(8);
            }
        }

        @Test
        void ofASubscriptionAreThoseOfTheMonitor() {
            try (Pool pool = Pool.open(PoolOptions.small(
                            store.url(), store.target().user(), store.target().password()));
                    Subscriptions subscriptions =
                            Subscriptions.of(EventStore.using(DSL.using(pool, SQLDialect.POSTGRES)))) {
                SubscriptionMeters.of(subscriptions.start(SubscriptionDefinition.named("mail"), event -> {}))
                        .bindTo(registry);

                assertThat(monitor.read().figures().stream()
                                .map(it -> it.metric().name()))
                        .containsAll(names());
                assertThat(names()).hasSize(4);
            }
        }

        /** Of the samples, without comments. */
        private Set<String> names() {
            return registry.scrape()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.replaceFirst("[ {].*", ""))
                    .collect(Collectors.toSet());
        }

        private static Set<String> asked(String pattern) {
            Set<String> asked = new LinkedHashSet<>();
            Pattern metric = Pattern.compile(pattern);
            AlertRule.all()
                    .forEach(rule -> metric.matcher(rule.expression()).results().forEach(it -> asked.add(it.group())));
            Panel.OF_APPLICATIONS.forEach(
                    panel -> metric.matcher(panel.expression()).results().forEach(it -> asked.add(it.group())));
            return asked;
        }
    }
}
