package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static java.util.Collections.nCopies;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.jsonbGetAttributeAsText;
import static org.jooq.impl.DSL.name;

import io.github.jooqeventstore.CompiledSnippetsTest.OrderEvent.OrderCancelled;
import io.github.jooqeventstore.CompiledSnippetsTest.OrderEvent.OrderPaid;
import io.github.jooqeventstore.CompiledSnippetsTest.OrderEvent.OrderPlaced;
import io.github.jooqeventstore.CompiledSnippetsTest.OrderEvent.OrderShipped;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.pool.Pool;
import io.github.jooqeventstore.pool.PoolMeters;
import io.github.jooqeventstore.pool.PoolOptions;
import io.github.jooqeventstore.pool.PoolSizing;
import io.github.jooqeventstore.postgres.PostgresServer;
import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.ProjectionMeters;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.projection.Rebuild;
import io.github.jooqeventstore.projection.RebuildProgress;
import io.github.jooqeventstore.projection.RunningProjection;
import io.github.jooqeventstore.snapshot.SnapshotType;
import io.github.jooqeventstore.snapshot.Snapshots;
import io.github.jooqeventstore.snapshot.StreamState;
import io.github.jooqeventstore.subscription.Checkpoint;
import io.github.jooqeventstore.subscription.FailurePolicy;
import io.github.jooqeventstore.subscription.ParkedEvent;
import io.github.jooqeventstore.subscription.StartAt;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.SubscriptionMeters;
import io.github.jooqeventstore.subscription.Subscriptions;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.Schema;
import org.jooq.TableField;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The code that Javadoc, README and guide show, compiled and run; {@link DocumentationTest} sees that it is all here. */
@SuppressWarnings("SameNameButDifferent") // a snippet shows the same types at a later time
class CompiledSnippetsTest {

    sealed interface OrderEvent {
        @EventType("order-placed")
        record OrderPlaced(String customer, BigDecimal amount) implements OrderEvent {}

        @EventType("order-paid")
        record OrderPaid() implements OrderEvent {}

        @EventType("order-shipped")
        record OrderShipped(String parcel) implements OrderEvent {}

        @EventType("order-cancelled")
        record OrderCancelled(String reason) implements OrderEvent {}
    }

    record InvoiceSent(String number) {}

    record Withdrawn(BigDecimal amount) {}

    record Deposited(BigDecimal amount) {}

    private static final class Orders extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;
        final TableField<Record, Integer> ID = createField(name("id"), SQLDataType.INTEGER, this);
        final TableField<Record, String> STATE = createField(name("state"), SQLDataType.CLOB, this);

        private Orders() {
            super(name("orders"));
        }
    }

    private static final class Shipments extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;
        final TableField<Record, Integer> ORDER_ID = createField(name("order_id"), SQLDataType.INTEGER, this);

        private Shipments() {
            super(name("shipments"));
        }
    }

    private static final class Totals extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;
        final TableField<Record, Integer> EVENTS = createField(name("events"), SQLDataType.INTEGER, this);

        private Totals() {
            super(name("totals"));
        }
    }

    private record Mailer(List<OrderPlaced> confirmed) {
        void confirm(OrderPlaced placed) {
            confirmed.add(placed);
        }
    }

    private static final class Authors extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;
        final TableField<Record, String> NAME = createField(name("name"), SQLDataType.CLOB, this);
        final TableField<Record, String> EMAIL = createField(name("email"), SQLDataType.CLOB, this);

        private Authors() {
            super(name("authors"));
        }
    }

    private static final class OrderTotals extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;
        final TableField<Record, String> CUSTOMER = createField(name("customer"), SQLDataType.CLOB, this);
        final TableField<Record, BigDecimal> TOTAL = createField(name("total"), SQLDataType.NUMERIC, this);

        private OrderTotals() {
            super(name("order_totals"));
        }

        @Override
        public Schema getSchema() {
            return DSL.schema(name("public"));
        }
    }

    private static final OrderTotals ORDER_TOTALS = new OrderTotals();
    private static final Orders ORDERS = new Orders();
    private static final Shipments SHIPMENTS = new Shipments();
    private static final Authors AUTHORS = new Authors();
    private static final Totals TOTALS = new Totals();

    private static final TestDatabase DATABASE = withTablesOfTheCallers();

    private final DataSource dataSource = DATABASE.dataSource();
    private final DSLContext dsl = DATABASE.dsl();
    private final StreamId order = StreamId.of("order", UUID.randomUUID());
    private final BigDecimal amount = new BigDecimal("12.50");

    private static TestDatabase withTablesOfTheCallers() {
        TestDatabase database = TestDatabase.migrated();
        DSLContext dsl = database.dsl();
        dsl.createTable(ORDERS).columns(ORDERS.fields()).execute();
        dsl.createTable(SHIPMENTS).columns(SHIPMENTS.fields()).execute();
        dsl.createTable(AUTHORS).columns(AUTHORS.fields()).execute();
        dsl.createTable(ORDER_TOTALS).columns(ORDER_TOTALS.fields()).execute();
        dsl.createTable(TOTALS).columns(TOTALS.fields()).execute();
        dsl.insertInto(TOTALS).values(0).execute();
        dsl.insertInto(ORDERS).values(42, "placed").execute();
        dsl.insertInto(AUTHORS).values("Ada", "ada").execute();
        return database;
    }

    private final List<RecordedEvent> handled = new ArrayList<>();

    private void handle(List<RecordedEvent> events) {
        handled.addAll(events);
    }

    private EventStore store() {
        return EventStore.using(
                dsl,
                EventTypes.of(OrderEvent.class)
                        .with("withdrawn", Withdrawn.class)
                        .with("deposited", Deposited.class));
    }

    /** A store in which the order is at version 3. */
    private EventStore storeWithTheOrder() {
        EventStore store = store();
        store.append(order, noStream(), new OrderPlaced("Ada", amount), new OrderPaid(), new OrderShipped("parcel-7"));
        return store;
    }

    @Test
    void theFirstScreen() {
        EventStore store = EventStore.using(dsl, EventTypes.of(OrderEvent.class));
        StreamId order = StreamId.of("order-42");
        store.append(order, noStream(), new OrderPlaced("Ada", new BigDecimal("12.50")));
        List<RecordedEvent> history = store.load(order);
        dsl.transaction(tx -> {
            store.in(tx).append(order, exactly(1), new OrderShipped("parcel-7"));
            tx.dsl()
                    .update(ORDERS)
                    .set(ORDERS.STATE, "shipped")
                    .where(ORDERS.ID.eq(42))
                    .execute();
        });

        assertThat(history).extracting(RecordedEvent::payload).containsExactly(new OrderPlaced("Ada", amount));
        assertThat(store.currentVersion(order)).hasValue(2);
        assertThat(dsl.fetchValues(ORDERS.STATE)).containsExactly("shipped");
    }

    @Test
    void theDoor() {
        EventStore store = store();
        store.append(order, ExpectedVersion.noStream(), new OrderPlaced("Ada", new BigDecimal("12.50")));

        assertThat(store.currentVersion(order)).hasValue(1);
    }

    @Nested
    class AProjection {

        private final EventStore store = store();
        private final Projection totals = totals();

        private static Projection totals() {
            Projection totals = Projection.of(
                            SubscriptionDefinition.named("order-totals").filter(EventFilter.ofTypes("order-placed")),
                            batch -> batch.events()
                                    .forEach(event -> addTo(batch.dsl(), event.payload(OrderPlaced.class))))
                    .tables(ORDER_TOTALS)
                    .version(2);
            return totals;
        }

        private static void addTo(DSLContext dsl, OrderPlaced placed) {
            dsl.insertInto(ORDER_TOTALS)
                    .values(placed.customer(), placed.amount())
                    .execute();
        }

        @Test
        void isWaitedForRebuiltAndLedBack() {
            try (Projections all = Projections.of(store)) {
                Projections projections = all;
                projections.start(totals.version(1));
                Rebuild rebuild = projections.rebuild(totals.partitions(4));
                RebuildProgress progress = rebuild.progress();
                RunningProjection second = rebuild.swap(Duration.ofMinutes(10));
                AppendResult placed = store.append(order, noStream(), new OrderPlaced("Ada", amount));
                second.waitFor(placed, Duration.ofSeconds(30));
                assertThat(dsl.fetchCount(ORDER_TOTALS, ORDER_TOTALS.TOTAL.eq(amount)))
                        .isPositive();
                projections.rollBack(totals);
                projections.dropPrevious(totals);
                assertThat(progress.state()).isNotNull();
            }
        }

        @Test
        void isStarted() {
            String unique = "totals-" + order;
            Projection totals = Projection.of(SubscriptionDefinition.named(unique), batch -> {});
            Projections projections = Projections.of(store);
            RunningProjection running = projections.start(totals);
            AppendResult placed = store.append(order, noStream(), new OrderPlaced("Ada", amount));
            running.waitFor(placed, Duration.ofSeconds(2));
            projections.waitFor(totals, placed, Duration.ZERO);
            projections.close();
        }

        @Test
        void isInline() {
            EventStore store = EventStore.builder(dsl)
                    .inline((tx, events) -> events.forEach(event -> addTo(tx, event.payload(OrderPlaced.class))))
                    .build();
            store.append(order, noStream(), new JsonEvent("order-placed", "{\"customer\": \"Inline\", \"amount\": 3}"));

            assertThat(dsl.fetchCount(ORDER_TOTALS, ORDER_TOTALS.CUSTOMER.eq("Inline")))
                    .isEqualTo(1);
        }
    }

    @Test
    void anAppend() {
        EventStore store = EventStore.using(dsl, EventTypes.of(OrderEvent.class));
        AppendResult placed = store.append(order, noStream(), new OrderPlaced("Ada", new BigDecimal("12.50")));
        store.append(order, exactly(placed.lastVersion()), new OrderPaid(), new OrderShipped("parcel-7"));
        String request = "request-1";
        store.append(
                order,
                exactly(3),
                NewEvent.of(
                        new OrderCancelled("changed my mind"),
                        EventMetadata.none().withUserId("ada").withCorrelationId(request)));

        assertThat(store.load(order).getLast().metadata().correlationId()).isEqualTo("request-1");
        assertThat(store.currentVersion(order)).hasValue(4);
    }

    @Test
    void appendsWrittenTogether() {
        EventStore busy = EventStore.builder(dsl)
                .types(EventTypes.of(OrderEvent.class))
                .groupCommit()
                .build();
        AppendResult placed = busy.append(order, noStream(), new OrderPaid());
        CompletableFuture<AppendResult> shipped =
                busy.appendAsync(StreamAppend.of(order, exactly(1), new OrderShipped("parcel-7")));
        GroupCommitOptions options =
                GroupCommitOptions.defaults().batch(32, 500).connections(2).waiting(200, Duration.ofSeconds(5));
        assertThat(GroupCommitOptions.defaults().batch(32, 500).connections(2)).isNotEqualTo(options);

        assertThat(placed.lastVersion()).isOne();
        assertThat(shipped.join().lastVersion()).isEqualTo(2);
    }

    @Test
    void anAppendAskedAgain() {
        EventStore store = storeWithTheOrder();
        List<OrderEvent> events = List.of(new OrderCancelled("late"));
        AppendResult result;
        try {
            result = store.append(order, exactly(3), events);
        } catch (AppendOutcomeUnknownException unknown) {
            result = store.append(unknown.appends()).getFirst();
        }
        List<AppendResult> results;
        try {
            results = store.append(List.of(StreamAppend.of(order, exactly(4), new OrderPaid())));
        } catch (AppendOutcomeUnknownException e) {
            results = store.append(e.appends());
        }

        assertThat(result.lastVersion()).isEqualTo(4);
        assertThat(results).extracting(AppendResult::lastVersion).containsExactly(5L);
    }

    @Test
    void anAppendToSeveralStreams() {
        EventStore store = store();
        StreamId from = StreamId.of("account-1");
        StreamId to = StreamId.of("account-2");
        store.append(from, noStream(), nCopies(7, new Deposited(amount)));
        store.append(to, noStream(), new Deposited(amount));

        List<AppendResult> results = store.append(List.of(
                StreamAppend.of(from, exactly(7), new Withdrawn(amount)),
                StreamAppend.of(to, streamExists(), new Deposited(amount))));

        assertThat(results).extracting(AppendResult::lastVersion).containsExactly(8L, 2L);
    }

    private record Line(StreamId stream, NewEvent event) {}

    @Test
    void anImport() {
        EventStore store = store();
        Instant placedAt = Instant.parse("2019-03-01T10:15:30Z");
        NewEvent placed =
                NewEvent.of(new OrderPlaced("Ada", amount), EventMetadata.none().withOccurredAt(placedAt));
        Stream<Line> history = Stream.of(new Line(order, placed), new Line(order, NewEvent.of(new OrderPaid())));
        ImportResult imported = store.appendAll(history.map(line -> ImportedEvent.of(line.stream(), line.event())));

        assertThat(imported.events()).isEqualTo(2);
        assertThat(store.load(order).getFirst().metadata().occurredAt()).isEqualTo(placedAt);
    }

    @Test
    void aLoad() {
        EventStore store = storeWithTheOrder();

        assertThat(store.load(order)).hasSize(3);
        store.load(order);
        store.load(order, StreamSlice.forward().from(101));
        store.load(order, StreamSlice.forward().from(101).limit(50));
        store.load(order, StreamSlice.backward().limit(1));
        store.currentVersion(order);
        try (Stream<RecordedEvent> all = store.loadLazily(order, StreamSlice.forward())) {
            assertThat(all.map(RecordedEvent::payload)).hasSize(3);
        }
    }

    @Test
    void readingEverything() {
        EventStore store = store();
        store.append(order, noStream(), new OrderPlaced("Ada", amount));
        long checkpoint = 0;
        EventTypes types = EventTypes.of(OrderEvent.class);
        AllSlice next = AllSlice.all().after(checkpoint);
        AllPage page = store.readAll(next);
        handle(page.events());
        next = next.after(page.through());
        AllSlice orders =
                AllSlice.where(types.filter(OrderPlaced.class)).after(4711).limit(500);
        store.publishHorizon();

        assertThat(handled).extracting(RecordedEvent::stream).contains(order);
        assertThat(next.after()).isEqualTo(page.through());
        assertThat(orders.limit()).isEqualTo(500);
    }

    @Test
    void aQuery() {
        EventStore store = store();
        store.append(
                order,
                noStream(),
                NewEvent.of(new OrderPlaced("Ada", amount), EventMetadata.none().withUserId("ada")));
        EventQuery byAda =
                EventQuery.where(EventFilter.ofTypes("order-placed").and(EventFilter.metadata("user_id", "ada")));
        store.query(byAda.newestFirst().limit(20));
        EventFilter filter = EventFilter.streamPrefix("order-")
                .and(EventFilter.ofTypes("order-placed"))
                .and(EventFilter.metadata("user_id", "7"));
        Result<Record2<String, Integer>> counts = dsl.select(AUTHORS.NAME, count())
                .from(EVENTS)
                .join(AUTHORS)
                .on(AUTHORS.EMAIL.eq(jsonbGetAttributeAsText(EVENTS.METADATA, "user_id")))
                .where(EventFilter.ofTypes("order-placed").condition())
                .groupBy(AUTHORS.NAME)
                .fetch();

        assertThat(store.query(byAda)).extracting(RecordedEvent::stream).containsExactly(order);
        assertThat(store.query(EventQuery.where(filter))).isEmpty();
        assertThat(counts.intoMap(AUTHORS.NAME, count())).containsExactly(Map.entry("Ada", 1));
    }

    @Test
    void aTransaction() {
        EventStore store = storeWithTheOrder();
        dsl.transaction(tx -> {
            store.in(tx).append(order, exactly(3), new OrderShipped("parcel-7"));
            tx.dsl().insertInto(SHIPMENTS).set(SHIPMENTS.ORDER_ID, 42).execute();
        });
        String parcel = "parcel-8";
        StreamId another = StreamId.of("order-43");
        store.append(another, noStream(), new OrderPlaced("Bob", amount), new OrderPaid(), new OrderPaid());
        inATransactionOf(another, store, parcel);

        assertThat(store.load(order).getLast().payload()).isEqualTo(new OrderShipped("parcel-7"));
        assertThat(store.load(another).getLast().payload()).isEqualTo(new OrderShipped("parcel-8"));
        assertThat(dsl.fetchValues(SHIPMENTS.ORDER_ID)).containsExactly(42);
    }

    private void inATransactionOf(StreamId order, EventStore store, String parcel) {
        dsl.transaction(tx -> {
            store.in(tx).append(order, exactly(3), new OrderShipped(parcel));
        });
    }

    @Test
    void types() {
        EventTypes types = EventTypes.of(OrderEvent.class).with("invoice-sent", InvoiceSent.class);
        EventStore store = EventStore.using(dsl, types);
        store.append(order, noStream(), new InvoiceSent("R-1"));

        assertThat(store.load(order)).extracting(RecordedEvent::type).containsExactly("invoice-sent");
    }

    @Test
    void aTenant() {
        EventStore store = store();
        SchemaMigrations.of(dataSource).schema("tenant_a").migrate();
        Configuration tenant = dsl.configuration()
                .derive(new Settings()
                        .withRenderMapping(new RenderMapping()
                                .withSchemata(new MappedSchema()
                                        .withInput("event_store")
                                        .withOutput("tenant_a"))));
        store.in(tenant).append(order, noStream(), new OrderPlaced("Ada", amount));

        assertThat(store.in(tenant).load(order)).hasSize(1);
        assertThat(store.load(order)).isEmpty();
    }

    @Test
    void theSchema() {
        SchemaMigrations.of(dataSource).migrate();
        SchemaMigrations migrations = SchemaMigrations.of(dataSource);
        migrations.validate();
        migrations.info();

        assertThat(migrations.validate()).isEmpty();
    }

    @Test
    void statementsOfOnesOwn() {
        EventStore store = storeWithTheOrder();
        int streams = store.withDsl(dsl -> dsl.fetchCount(STREAMS, STREAMS.ARCHIVED_AT.isNull()));

        assertThat(streams).isPositive();
    }

    /** The same events some versions later; their samples are what the snippet's folder holds. */
    @Test
    void subscribes() throws Exception {
        EventStore store = store();
        Mailer mailer = new Mailer(Subscribed.seen());
        store.append(order, noStream(), new OrderPlaced("Ada", amount), new OrderPaid());

        Subscriptions subscriptions = Subscriptions.of(store);
        Subscription mail = subscriptions.start(
                SubscriptionDefinition.named("mail").filter(EventFilter.ofTypes("order-placed")),
                event -> mailer.confirm(event.payload(OrderPlaced.class)));
        subscriptions.startInTransactions(
                SubscriptionDefinition.named("totals"),
                (tx, events) -> tx.update(TOTALS)
                        .set(TOTALS.EVENTS, TOTALS.EVENTS.plus(events.size()))
                        .execute());
        Await.until("confirmed", () -> !mailer.confirmed().isEmpty());
        Await.until("counted", () -> dsl.fetchSingle(TOTALS).get(TOTALS.EVENTS) == dsl.fetchCount(EVENTS));

        mail.close(); // after the event in hand
        String text = subscriptions.status("mail").getFirst().checkpoint().toString();
        subscriptions.resumeAt("mail", Checkpoint.parse(text)); // printed by status("mail").getFirst().checkpoint()
        subscriptions.close();
        assertThat(mailer.confirmed()).contains(new OrderPlaced("Ada", amount));
    }

    @Test
    void subscribesWithChoices() {
        DataSource direct = dataSource;
        EventStore store = store();
        SubscriptionDefinition definition = SubscriptionDefinition.named("mail")
                .startAt(StartAt.now()) // when it has no checkpoint: beginning(), after(position), now()
                .filter(EventFilter.ofTypes("order-placed"))
                .batchSize(500)
                .partitions(4)
                .handlerTimeout(Duration.ofSeconds(10))
                .onFailure(FailurePolicy.retry(5).then(FailurePolicy.parkStream()));
        assertThat(definition.failurePolicy()).isEqualTo(FailurePolicy.retry(5).then(FailurePolicy.parkStream()));
        Subscriptions told = Subscriptions.builder(store).notifications(direct).build();
        told.close();
    }

    /** Compiled only: there is nothing to look after here. */
    static void looksAfter(Subscriptions subscriptions) {
        List<ParkedEvent> parked = subscriptions.parked("mail");
        subscriptions.discard(parked.getFirst(), "the customer is gone"); // this one never
        subscriptions.replay("mail", parked.getFirst().stream()); // the others of its stream, in order
        subscriptions.rewindTo("mail", 4711); // behind that position
    }

    /** Compiled only: {@link MetersTest} looks at what they say. */
    static void isMeasured(
            EventStore store, Pool pool, Subscription mail, RunningProjection running, MeterRegistry registry) {
        EventStoreMeters.of(store).bindTo(registry);
        PoolMeters.of(pool).bindTo(registry);
        SubscriptionMeters.of(mail).bindTo(registry);
        ProjectionMeters.of(running).bindTo(registry);
    }

    @Nested
    class LaterOn {

        sealed interface OrderEvent {
            @EventType(value = "order-placed", version = 3)
            record OrderPlaced(String customer, BigDecimal amount, String currency) implements OrderEvent {}

            @EventType(value = "order-shipped", version = 2)
            record OrderShipped(String parcel) implements OrderEvent {}
        }

        private final EventTypes types = types();

        private static EventTypes types() {
            EventTypes types = EventTypes.of(OrderEvent.class)
                    .with(
                            Upcaster.of("order-placed", 1, order -> order.set("customer", order.remove("buyer"))),
                            Upcaster.of("order-placed", 2, order -> order.put("currency", "EUR")),
                            Upcaster.unchanged("order-sent", 1).renamedTo("order-shipped"));
            return types;
        }

        @Test
        void whatIsStoredIsStillRead() {
            assertThat(GoldenSamples.findings(Path.of("src/test/resources/events"), types))
                    .isEmpty();
        }
    }

    record Cart(int things) {

        static final Cart EMPTY = new Cart(0);

        Cart after(Object event) {
            return event instanceof OrderPlaced ? new Cart(things + 1) : this;
        }

        OrderEvent checkOut() {
            return new OrderPaid();
        }
    }

    @Test
    void aSnapshot() {
        EventStore store = store();
        StreamId id = order;
        store.append(id, noStream(), nCopies(101, new OrderPlaced("Ada", amount)));
        Snapshots<Cart> carts = Snapshots.of(store, SnapshotType.of("cart", 1, Cart.class));
        StreamState<Cart> cart = carts.load(id, Cart.EMPTY, (state, event) -> state.after(event.payload()));
        store.append(id, exactly(cart.version()), cart.state().checkOut());
        if (cart.replayed() > 100) {
            carts.save(cart);
        }

        assertThat(carts.newest(id).orElseThrow().state()).isEqualTo(new Cart(101));
        assertThat(carts.load(id, Cart.EMPTY, (state, event) -> state.after(event.payload()))
                        .replayed())
                .isOne();
    }

    @Test
    void aPool() {
        Map<String, String> environment = DATABASE.environment();
        String url = requireNonNull(environment.get("TEST_DATABASE_URL"));
        String user = environment.get("TEST_DATABASE_USER");
        String password = environment.get("TEST_DATABASE_PASSWORD");
        EventTypes types = EventTypes.of(OrderEvent.class);
        try (Pool pool = Pool.open(PoolOptions.production(url, user, password).name("orders"))) {
            EventStore store = EventStore.using(DSL.using(pool, SQLDialect.POSTGRES), types);
            store.append(order, noStream(), new OrderPaid());
            assertThat(store.load(order)).hasSize(1);
        }
        PoolOptions options =
                PoolOptions.production(url, user, password).name("orders").size(15, 5);
        assertThat(options.maximumSize()).isEqualTo(15);
    }

    @Test
    void theSizeOfAPool() {
        PoolSizing sizing = PoolSizing.littlesLaw(1_000, Duration.ofMillis(10));
        sizing.busy();
        sizing.connections();
        PoolSizing.littlesLaw(1_000, Duration.ofMillis(10)).busy();
        PoolSizing.littlesLaw(1_000, Duration.ofMillis(10)).connections();
        PoolSizing.littlesLaw(1_000, Duration.ofMillis(10))
                .instances(2)
                .server(8, 80)
                .reasoning();

        assertThat(sizing.busy()).isEqualTo(10);
        assertThat(sizing.connections()).isEqualTo(15);
    }

    /** Compiled, and run elsewhere: roles belong to a whole server, and a server takes seconds to start. */
    void compiledOnly(SchemaMigrations migrations) {
        migrations.grant("orders_app", "orders_reader", "orders_operator");
        try (PostgresServer server = PostgresServer.start()) {
            String url = server.createDatabase("shop");
            assertThat(url).isNotEmpty();
        }
    }
}
