package io.github.jooqeventstore.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.TestStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private final TestStore store = TestStore.create();
    private final Monitor monitor = Monitor.of(store.target());

    @Nested
    class OfAStoreAtWork {
        @Test
        void readsEveryGroupButTheMissingExtension() {
            store.append(20);

            Readings readings = monitor.read();

            assertThat(readings.degraded()).containsOnlyKeys("statements");
            assertThat(value(readings, Monitor.UP, Map.of())).hasValue(1);
            assertThat(value(readings, StoreGroups.HEAD, Map.of())).hasValue(20);
            assertThat(value(readings, StoreGroups.HOLDERS, Map.of())).hasValue(0);
            assertThat(value(readings, ServerGroups.STANDBY, Map.of())).hasValue(0);
            assertThat(value(readings, ServerGroups.DATABASE_BYTES, Map.of()).orElseThrow())
                    .isGreaterThan(1_000_000);
        }

        @Test
        void doesNotCountTheOneThatCounts() {
            Readings readings = monitor.read();

            assertThat(value(readings, ServerGroups.CONNECTIONS, Map.of("state", "active")))
                    .hasValue(0);
        }

        @Test
        void readsTablesWhoseNamesHaveCapitals() {
            store.dsl().execute("create table event_store.\"OrderEvents\" (id int)");

            Readings readings = monitor.read();

            assertThat(value(readings, StoreGroups.TABLE_BYTES, Map.of("table", "OrderEvents")))
                    .isPresent();
        }

        @Test
        void tellsWhoHoldsSubscriptionsBack() {
            store.append(10);
            store.dsl().transaction(open -> {
                TestStore.append(open.dsl(), 10);

                Readings readings = monitor.read();

                assertThat(value(readings, StoreGroups.HOLDERS, Map.of())).hasValue(1);
                assertThat(value(readings, StoreGroups.HELD, Map.of()).orElseThrow())
                        .isPositive();
                assertThat(value(readings, ServerGroups.CONNECTIONS, Map.of("state", "idle in transaction")))
                        .hasValue(1);
            });
        }

        @Test
        void tellsHowFarASubscriptionIsBehindAndWhetherItIsAhead() {
            store.append(30);
            subscription("behind", 10);
            subscription("ahead", 99);

            Readings readings = monitor.read();

            assertThat(value(readings, StoreGroups.LAG, Map.of("subscription", "behind")))
                    .hasValue(20);
            assertThat(value(readings, StoreGroups.AHEAD, Map.of("subscription", "behind")))
                    .hasValue(0);
            assertThat(value(readings, StoreGroups.AHEAD, Map.of("subscription", "ahead")))
                    .hasValue(1);
        }

        @Test
        void findsAnIndexThatABuildHasLeftInvalid() {
            // Such an index cannot be had by a build without making it fail: the catalog is told so.
            store.dsl().execute("create index broken on event_store.events (schema_version)");
            store.dsl()
                    .execute(
                            "update pg_index set indisvalid = false where indexrelid = 'event_store.broken'::regclass");

            Readings readings = monitor.read();

            assertThat(value(readings, StoreGroups.INDEX_INVALID, Map.of("table", "events", "index", "broken")))
                    .hasValue(1);
        }

        private void subscription(String name, long position) {
            store.dsl()
                    .execute(
                            "insert into event_store.subscriptions (position, epoch, partition, partitions, name)"
                                    + " values ({0}, 1, 0, 1, {1})",
                            org.jooq.impl.DSL.val(position), org.jooq.impl.DSL.val(name));
        }
    }

    @Nested
    class Degraded {
        @Test
        void whereTheRoleMayNotReadTheStore() {
            DSLContext dsl = store.dsl();
            dsl.execute("drop role if exists monitor_without_rights");
            dsl.execute("create role monitor_without_rights login password 'secret-of-monitor'");
            DatabaseTarget target = DatabaseTarget.of(store.url(), "monitor_without_rights", "secret-of-monitor");

            Readings readings = Monitor.of(target).read();

            assertThat(readings.degraded())
                    .containsKeys("store", "subscriptions")
                    .doesNotContainKey("database");
            assertThat(value(readings, Monitor.DEGRADED, Map.of("group", "store")))
                    .hasValue(1);
            assertThat(value(readings, ServerGroups.COMMITS, Map.of())).isPresent();
        }

        @Test
        void whereThereIsNoServer() {
            DatabaseTarget nowhere = new DatabaseTarget("localhost", 1, "orders", "me", null, "event_store", Map.of());

            Readings readings = Monitor.of(nowhere).read();

            assertThat(value(readings, Monitor.UP, Map.of())).hasValue(0);
            assertThat(readings.degraded()).containsOnlyKeys("connection");
        }
    }

    @Nested
    class Served {
        @Test
        void inTheFormatOfPrometheus() throws Exception {
            store.append(10);
            try (var server = MonitorServer.start(monitor, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                    var client = HttpClient.newHttpClient()) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

                assertThat(answer.headers().firstValue("Content-Type")).hasValue(PrometheusText.MEDIA_TYPE);
                assertThat(answer.body())
                        .contains("# TYPE event_store_head_position gauge\nevent_store_head_position 10\n")
                        .contains("# TYPE event_store_commits_total counter\n");
            }
        }

        @Test
        void everyFigureIsOneOfThoseThatAreAnnounced() {
            Set<Metric> announced = Set.copyOf(Monitor.everything());

            Set<Metric> read =
                    monitor.read().figures().stream().map(Figure::metric).collect(Collectors.toSet());

            assertThat(announced).containsAll(read);
            assertThat(announced.stream().map(Metric::name)).doesNotHaveDuplicates();
        }
    }

    private static OptionalDouble value(Readings readings, Metric metric, Map<String, String> labels) {
        return readings.figures().stream()
                .filter(figure ->
                        figure.metric().equals(metric) && figure.labels().equals(labels))
                .mapToDouble(Figure::value)
                .findFirst();
    }
}
