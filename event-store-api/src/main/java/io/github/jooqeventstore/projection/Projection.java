package io.github.jooqeventstore.projection;

import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.subscription.StartAt;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import java.util.Arrays;
import java.util.List;
import org.jooq.Table;

/**
 * A projection as it is to run: a value.
 *
 * <pre>{@code
 * Projection totals = Projection.of(
 *                 SubscriptionDefinition.named("order-totals").filter(EventFilter.ofTypes("order-placed")),
 *                 batch -> batch.events().forEach(event -> addTo(batch.dsl(), event.payload(OrderPlaced.class))))
 *         .tables(ORDER_TOTALS)
 *         .version(2);
 * }</pre>
 *
 * @param definition its name, of 1 to 200 characters without {@code @}, which events it is handed, in how many partitions, and
 *     what follows when it fails; from the beginning of the store, so that a rebuild shows the same
 * @param version the version of its code, 1 or more: to be raised when the same events are to give other rows
 * @param tables what it writes to and nobody else does; none if it is never rebuilt
 * @param handler its code
 */
public record Projection(
        SubscriptionDefinition definition, int version, List<Table<?>> tables, ProjectionHandler handler) {

    private static final int LONGEST_NAME = 200;

    /**
     * Makes a projection.
     *
     * @throws InvalidInputException if anything is null, the name too long or with an {@code @}, the version less than 1, or
     *     the definition does not start at the beginning
     */
    public Projection {
        InvalidInputException.requirePresent("projection", "definition", definition);
        String subject = "projection " + definition.name();
        if (definition.name().length() > LONGEST_NAME || definition.name().contains("@")) {
            throw new InvalidInputException(
                    subject, "name must have " + LONGEST_NAME + " characters at most, and no @ among them");
        }
        if (!(definition.startAt() instanceof StartAt.Beginning)) {
            throw new InvalidInputException(subject, "must start at the beginning, found " + definition.startAt());
        }
        if (version < 1) {
            throw new InvalidInputException(subject, "version must be 1 or more, found " + version);
        }
        for (Table<?> table : InvalidInputException.requirePresent(subject, "tables", tables)) {
            InvalidInputException.requirePresent(subject, "one of the tables", table);
        }
        tables = List.copyOf(tables);
        InvalidInputException.requirePresent(subject, "handler", handler);
    }

    /**
     * Version 1 of a projection, which names no tables yet.
     *
     * @see SubscriptionDefinition#named(String)
     */
    public static Projection of(SubscriptionDefinition definition, ProjectionHandler handler) {
        return new Projection(definition, 1, List.of(), handler);
    }

    /** The same in that version. */
    public Projection version(int number) {
        return new Projection(definition, number, tables, handler);
    }

    /** The same with these tables: as they are generated, not renamed and without an alias. */
    public Projection tables(Table<?>... owned) {
        return new Projection(
                definition,
                version,
                Arrays.asList(InvalidInputException.requirePresent("projection " + name(), "tables", owned)),
                handler);
    }

    /** The same in so many partitions, each of which works on streams of its own at the same time. */
    public Projection partitions(int number) {
        return new Projection(definition.partitions(number), version, tables, handler);
    }

    /** Its name. */
    public String name() {
        return definition.name();
    }

    /** What keeps this version: a subscription of its own. */
    SubscriptionDefinition subscription() {
        return new SubscriptionDefinition(
                subscription(name(), version),
                definition.filter(),
                definition.startAt(),
                definition.batchSize(),
                definition.partitions(),
                definition.failurePolicy(),
                definition.handlerTimeout());
    }

    static String subscription(String name, int version) {
        return name + "@" + version;
    }
}
