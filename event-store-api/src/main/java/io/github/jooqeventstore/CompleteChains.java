package io.github.jooqeventstore;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whether every stored shape that the event types speak of leads to a class: no version is left out, no chain ends
 * nowhere, and no name stands for two things.
 */
final class CompleteChains {

    private final EventTypes types;
    private final UpcasterChains chains;

    private CompleteChains(EventTypes types, UpcasterChains chains) {
        this.types = types;
        this.chains = chains;
    }

    static void require(EventTypes types, Collection<EventTypes.Type> registered, UpcasterChains chains) {
        CompleteChains complete = new CompleteChains(types, chains);
        chains.all().forEach(complete::requireLeadsOn);
        Set<Shape> newest = new LinkedHashSet<>();
        registered.forEach(type -> newest.add(type.shape()));
        chains.all().stream()
                .filter(upcaster -> types.ofName(upcaster.from().type()) == null)
                .map(upcaster -> upcaster.from().type())
                .forEach(type -> newest.add(new Shape(type, chains.newest(type))));
        newest.forEach(complete::requireNoGapBelow);
    }

    private void requireLeadsOn(Upcaster upcaster) {
        Shape from = upcaster.from();
        Shape to = upcaster.to();
        EventTypes.Type source = types.ofName(from.type());
        if (source != null && from.version() >= source.schemaVersion()) {
            throw refused(
                    upcaster,
                    "must start from a version before " + source.shape() + ", which is the one of "
                            + source.payload().getName());
        }
        boolean renames = !from.type().equals(to.type());
        if (renames && (source != null || chains.newest(from.type()) > from.version())) {
            throw refused(
                    upcaster,
                    "must leave the name " + from.type() + " unused from then on, found it in use: a name"
                            + " that was given up stays given up");
        }
        EventTypes.Type target = types.ofName(to.type());
        boolean arrived = target != null && target.schemaVersion() == to.version();
        if (!arrived && chains.from(to) == null) {
            throw refused(upcaster, "must lead to a class or to another upcaster, found neither for " + to);
        }
    }

    /** A type may begin above version 1 only where another has been renamed to it. */
    private void requireNoGapBelow(Shape newest) {
        for (int version = newest.version() - 1; version > 0; version--) {
            Shape shape = new Shape(newest.type(), version);
            if (chains.from(shape) != null) {
                continue;
            }
            Shape above = new Shape(newest.type(), version + 1);
            if (chains.all().stream().anyMatch(upcaster -> upcaster.to().equals(above))) {
                return;
            }
            throw new InvalidInputException(
                    "event type " + newest.type(),
                    "must have an upcaster from each version before v" + newest.version() + ", found none from " + shape
                            + "; where the shape is as good as the next, there is Upcaster.unchanged");
        }
    }

    private static InvalidInputException refused(Upcaster upcaster, String finding) {
        return new InvalidInputException("upcaster from " + upcaster, finding);
    }
}
