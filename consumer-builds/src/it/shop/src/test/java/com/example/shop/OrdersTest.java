package com.example.shop;

import static com.example.shop.schema.billing.Tables.INVOICES;
import static com.example.shop.schema.shop.Tables.ORDERS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.shop.schema.shop.Keys;
import com.example.shop.schema.shop.tables.records.OrdersRow;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.math.BigDecimal;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class OrdersTest {

    @Test
    void foreignKeysLeadToTheTablesOfTheLibrary() {
        assertEquals(STREAMS, Keys.ORDERS__ORDERS_STREAM_ID_FKEY.getKey().getTable());
    }

    @Test
    void ordersInvoicesAndStreamsAreQueriedTogether() {
        try (PostgresServer server = PostgresServer.start()) {
            String url = server.createDatabase("shop");
            SchemaMigrations.of(url, server.user(), server.password()).migrate();
            Flyway.configure()
                    .dataSource(url, server.user(), server.password())
                    .schemas("shop", "billing")
                    .placeholders(Map.of("currency", "EUR"))
                    .load()
                    .migrate();
            DSLContext dsl = DSL.using(url, server.user(), server.password());

            dsl.transaction(tx -> {
                EventStore.using(dsl)
                        .in(tx)
                        .append(StreamId.of("order-1"), ExpectedVersion.noStream(), new JsonEvent("placed", "{}"));
                OrdersRow order = tx.dsl().newRecord(ORDERS);
                order.setStreamId("order-1");
                order.setCustomer("Ada");
                order.setState(OrderState.SHIPPED);
                order.insert();
                tx.dsl()
                        .insertInto(INVOICES)
                        .set(INVOICES.ORDER_ID, order.getOrderId())
                        .set(INVOICES.AMOUNT, BigDecimal.TEN)
                        .execute();
            });

            var billed = Orders.billedIn(dsl, "EUR");
            assertEquals(1, billed.size());
            assertEquals("Ada", billed.get(0).value1());
            assertEquals(OrderState.SHIPPED, billed.get(0).value2());
            assertEquals(1L, billed.get(0).value4());
        }
    }
}
