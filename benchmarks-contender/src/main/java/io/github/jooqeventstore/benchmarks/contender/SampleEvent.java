package io.github.jooqeventstore.benchmarks.contender;

/** The event of all benchmarks: about 330 bytes of data and 85 of metadata. */
public final class SampleEvent {

    /** The name of its type. */
    public static final String TYPE = "order-line-added";

    /** What it says, as JSON. */
    public static final String DATA =
            "{\"orderId\": \"3f2a9c1e-7b54-4d0e-9a51-0c2f6b8e7d11\", \"line\": 7, \"sku\": \"SKU-0048213\","
                    + " \"description\": \"Stainless steel hex bolt M8 x 40, DIN 933, box of 200\", \"quantity\": 12,"
                    + " \"price\": 18.90, \"currency\": \"EUR\", \"discounts\": [{\"code\": \"SPRING\", \"percent\": 5}],"
                    + " \"warehouse\": \"north-2\", \"requestedFor\": \"2026-11-30\", \"note\": \"deliver to gate 4\"}";

    /** Its metadata's correlation_id. */
    public static final String CORRELATION_ID = "c0a8012e-5f0b-4c8e-8a66-1d2f3b4c5d6e";

    /** Its metadata's user_id. */
    public static final String USER_ID = "ada.lovelace";

    /** Its metadata, as JSON. */
    public static final String METADATA =
            "{\"correlation_id\": \"" + CORRELATION_ID + "\", \"user_id\": \"" + USER_ID + "\"}";

    private SampleEvent() {}
}
