package io.github.jooqeventstore;

import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lifts the JSON of one schema version of an event type to the next, so that the class of today reads what was stored
 * yesterday.
 *
 * <pre>{@code
 * EventTypes types = EventTypes.of(OrderEvent.class).with(
 *         Upcaster.of("order-placed", 1, order -> order.set("customer", order.remove("buyer"))),   // 1 to 2
 *         Upcaster.of("order-placed", 2, order -> order.put("currency", "EUR")),                   // 2 to 3
 *         Upcaster.unchanged("order-sent", 1).renamedTo("order-shipped"));                         // and another name
 * }</pre>
 *
 * <p>Upcasters chain, and run when {@link RecordedEvent#payload()} is asked for; what is stored never changes, and
 * {@link RecordedEvent#json()} stays what it is. They depend on nothing but the JSON, and may be used by many threads at
 * once.
 */
public final class Upcaster {

    private final Shape from;
    private final Shape to;
    private final UnaryOperator<LiftedJson> lift;

    private Upcaster(Shape from, Shape to, UnaryOperator<LiftedJson> lift) {
        this.from = from;
        this.to = to;
        this.lift = lift;
    }

    /**
     * Lifts JSON objects. The function may change the object that it is given, and returns the one to go on with.
     *
     * @param type the name of the type, as stored
     * @param schemaVersion the version that is lifted, to the next; 1 or more
     * @throws InvalidInputException if the type is no name for a type, the version is less than 1, or the function is null
     */
    public static Upcaster of(String type, int schemaVersion, UnaryOperator<ObjectNode> lift) {
        InvalidInputException.requirePresent("upcaster", "function", lift);
        return new Upcaster(type, schemaVersion, json -> json.liftObject(lift));
    }

    /**
     * Lifts JSON of any kind as text, for payloads that are no objects and for other JSON libraries.
     *
     * @param type the name of the type, as stored
     * @param schemaVersion the version that is lifted, to the next; 1 or more
     * @throws InvalidInputException if the type is no name for a type, the version is less than 1, or the function is null
     */
    public static Upcaster ofText(String type, int schemaVersion, UnaryOperator<String> lift) {
        InvalidInputException.requirePresent("upcaster", "function", lift);
        return new Upcaster(type, schemaVersion, json -> json.liftText(lift));
    }

    /**
     * Says that the next version reads this one as it is.
     *
     * @param type the name of the type, as stored
     * @param schemaVersion the version that is as good as the next; 1 or more
     * @throws InvalidInputException if the type is no name for a type, or the version is less than 1
     */
    public static Upcaster unchanged(String type, int schemaVersion) {
        return new Upcaster(type, schemaVersion, UnaryOperator.identity());
    }

    private Upcaster(String type, int schemaVersion, UnaryOperator<LiftedJson> lift) {
        this(
                new Shape(Names.check("event type of an upcaster", type), schemaVersion),
                new Shape(type, schemaVersion).next(type),
                lift);
        if (schemaVersion < 1) {
            throw new InvalidInputException(
                    "upcaster from " + type, "schema version must be 1 or more, found " + schemaVersion);
        }
    }

    /**
     * The same, to the next version under another name: the type has been renamed.
     *
     * @throws InvalidInputException if that is no name for a type
     */
    public Upcaster renamedTo(String type) {
        return new Upcaster(from, from.next(Names.check("event type of an upcaster", type)), lift);
    }

    Shape from() {
        return from;
    }

    Shape to() {
        return to;
    }

    LiftedJson lift(LiftedJson json) {
        return lift.apply(json);
    }

    /** Where it leads, as in {@code order-sent v1 to order-shipped v2}. */
    @Override
    public String toString() {
        return from + " to " + to;
    }
}
