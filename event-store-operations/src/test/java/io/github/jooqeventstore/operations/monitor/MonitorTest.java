package io.github.jooqeventstore.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupVerification;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.EventsBackup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            assertThat(value(readings, LogGroups.STANDBY, Map.of())).hasValue(0);
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
        void readsTablesWhoseNamesHaveCapitalsAndThoseOfTheApplication() {
            store.dsl().execute("create table event_store.\"OrderEvents\" (id int)");
            store.dsl().execute("create table public.\"OrderTotals\" (id int)");

            Readings readings = monitor.read();

            assertThat(value(
                            readings, StoreGroups.TABLE_BYTES, Map.of("schema", "event_store", "table", "OrderEvents")))
                    .isPresent();
            assertThat(value(readings, StoreGroups.TABLE_BYTES, Map.of("schema", "public", "table", "OrderTotals")))
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
            store.subscription("behind", 10);
            store.subscription("ahead", 99);

            Readings readings = monitor.read();

            assertThat(value(readings, StoreGroups.LAG_EVENTS, partition("behind")))
                    .hasValue(20);
            assertThat(value(readings, StoreGroups.LAG_SECONDS, partition("behind"))
                            .orElseThrow())
                    .isPositive();
            assertThat(value(readings, StoreGroups.POSITION, partition("behind")))
                    .hasValue(10);
            assertThat(value(readings, StoreGroups.UNATTENDED, partition("behind")))
                    .hasValue(1);
            assertThat(value(readings, StoreGroups.AHEAD, partition("behind"))).hasValue(0);
            assertThat(value(readings, StoreGroups.AHEAD, partition("ahead"))).hasValue(1);
        }

        @Test
        void tellsNothingOfAVersionOfAProjectionThatNobodyIsMeantToRun() {
            store.append(30);
            store.subscription("totals@1", 10);
            store.subscription("totals@2", 30);
            store.dsl()
                    .execute("insert into event_store.projections (name, live_version, previous_version)"
                            + " values ('totals', 2, 1)");

            Readings readings = monitor.read();

            assertThat(value(readings, StoreGroups.LAG_EVENTS, partition("totals@1")))
                    .isEmpty();
            assertThat(value(readings, StoreGroups.LAG_EVENTS, partition("totals@2")))
                    .hasValue(0);
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

        private static Map<String, String> partition(String subscription) {
            return Map.of("subscription", subscription, "partition", "0");
        }
    }

    @Nested
    class OfAFolderOfBackups {
        @TempDir
        private Path folder;

        @Test
        void tellsHowOldTheNewestOfEachKindIsAndTheNewestVerified() {
            store.append(10);
            Catalog catalog = Catalog.open(folder);
            Backup verified = take(catalog);
            BackupVerification.shallow(catalog, verified, 0, Progress.NONE);
            Backup newest = take(catalog);

            Readings readings = monitor.backups(catalog).read();

            Map<String, String> events = Map.of("kind", "events");
            assertThat(value(readings, BackupFigures.COUNT, events)).hasValue(2);
            assertThat(value(readings, BackupFigures.TAKEN, events)).hasValue(seconds(newest));
            assertThat(value(readings, BackupFigures.VERIFIED, events)).hasValue(seconds(verified));
            assertThat(value(readings, BackupFigures.RESTORED, events)).isEmpty();
            assertThat(value(readings, BackupFigures.TAKEN, Map.of("kind", "base")))
                    .isEmpty();
        }

        @Test
        void tellsOfThemAlsoWhileTheDatabaseDoesNotAnswer() {
            DatabaseTarget nowhere = new DatabaseTarget("localhost", 1, "orders", "me", null, "event_store", Map.of());
            take(Catalog.open(folder));

            Readings readings =
                    Monitor.of(nowhere).backups(Catalog.open(folder)).read();

            assertThat(value(readings, Monitor.UP, Map.of())).hasValue(0);
            assertThat(value(readings, BackupFigures.COUNT, Map.of("kind", "events")))
                    .hasValue(1);
        }

        private Backup take(Catalog catalog) {
            return EventsBackup.take(store.target(), catalog, EventsBackup.Options.defaults(), Progress.NONE)
                    .backup();
        }

        private static double seconds(Backup backup) {
            return backup.manifest().finishedAt().toEpochMilli() / 1_000.0;
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

            List<Figure> figures = monitor.read().figures();

            assertThat(announced)
                    .containsAll(figures.stream().map(Figure::metric).toList());
            assertThat(figures)
                    .extracting(figure -> figure.metric().name() + figure.labels())
                    .doesNotHaveDuplicates();
            assertThat(announced.stream().map(Metric::name)).doesNotHaveDuplicates();
        }
    }

    static OptionalDouble value(Readings readings, Metric metric, Map<String, String> labels) {
        return readings.figures().stream()
                .filter(figure ->
                        figure.metric().equals(metric) && figure.labels().equals(labels))
                .mapToDouble(Figure::value)
                .findFirst();
    }
}
