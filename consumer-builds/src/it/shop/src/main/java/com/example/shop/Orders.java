package com.example.shop;

import static com.example.shop.schema.billing.Tables.INVOICES;
import static com.example.shop.schema.shop.Tables.ORDERS;

import org.jooq.DSLContext;
import org.jooq.Record4;
import org.jooq.Result;

/** A query over three schemas, one of them the library's. */
public final class Orders {

    private Orders() {}

    /** Customer and state of each order that is billed in a currency, with the version of its stream. */
    public static Result<Record4<String, OrderState, String, Long>> billedIn(DSLContext dsl, String currency) {
        return dsl.select(
                        INVOICES.orders().CUSTOMER,
                        INVOICES.orders().STATE,
                        INVOICES.CURRENCY,
                        INVOICES.orders().streams().VERSION)
                .from(INVOICES)
                .where(INVOICES.CURRENCY.eq(currency))
                .fetch();
    }
}
