package io.github.jooqeventstore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The upcasters of the event types: from each stored shape to the shape of a class. Immutable. */
final class UpcasterChains {

    static final UpcasterChains NONE = new UpcasterChains(Map.of());

    private final Map<Shape, Upcaster> byShape;

    private UpcasterChains(Map<Shape, Upcaster> byShape) {
        this.byShape = Collections.unmodifiableMap(byShape);
    }

    UpcasterChains with(Upcaster upcaster) {
        Map<Shape, Upcaster> extended = new LinkedHashMap<>(byShape);
        Upcaster taken = extended.put(upcaster.from(), upcaster);
        if (taken != null) {
            throw new InvalidInputException(
                    "upcaster from " + upcaster.from(), "must be the only one, found another to " + taken.to());
        }
        return new UpcasterChains(extended);
    }

    Collection<Upcaster> all() {
        return byShape.values();
    }

    @Nullable
    Upcaster from(Shape shape) {
        return byShape.get(shape);
    }

    /** The newest version of a type that an upcaster takes; 0 if none does. */
    int newest(String type) {
        return byShape.keySet().stream()
                .filter(shape -> shape.type().equals(type))
                .mapToInt(Shape::version)
                .max()
                .orElse(0);
    }

    /** The names under which events of this type may be stored: its own, and those that it had before. */
    List<String> names(String type) {
        List<String> names = new ArrayList<>(List.of(type));
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            byShape.values().stream()
                    .filter(upcaster -> upcaster.to().type().equals(name))
                    .map(upcaster -> upcaster.from().type())
                    .filter(former -> !names.contains(former))
                    .forEach(names::add);
        }
        return names;
    }

    /** The JSON in that shape, which a chain of upcasters leads to. */
    String lift(Supplier<String> subject, Shape stored, Shape wanted, String json) {
        LiftedJson lifted = LiftedJson.of(json);
        Shape shape = stored;
        while (!shape.equals(wanted)) {
            Upcaster upcaster = byShape.get(shape);
            if (upcaster == null) {
                throw new IllegalStateException(subject.get() + ": no upcaster from " + shape);
            }
            lifted = lift(subject, upcaster, lifted);
            shape = upcaster.to();
        }
        return lifted.text();
    }

    private static LiftedJson lift(Supplier<String> subject, Upcaster upcaster, LiftedJson json) {
        try {
            return upcaster.lift(json);
        } catch (RuntimeException e) {
            // The message of an error that we do not know, and of Jackson's, may quote the payload.
            String found = e instanceof EventSerializationException known
                    ? known.getMessage()
                    : "found " + e.getClass().getName();
            EventSerializationException failure = new EventSerializationException(
                    subject.get() + ": could not be lifted from " + upcaster + ": " + found);
            failure.setStackTrace(e.getStackTrace());
            throw failure;
        }
    }

    /** The last shape of the chain that begins with this one. */
    Shape end(Shape shape) {
        Shape end = shape;
        for (Upcaster upcaster = from(end); upcaster != null; upcaster = from(end)) {
            end = upcaster.to();
        }
        return end;
    }
}
