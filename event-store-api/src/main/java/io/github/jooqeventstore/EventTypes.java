package io.github.jooqeventstore;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The event types that a program knows: which name stands for which class. Immutable.
 *
 * <pre>{@code
 * EventTypes types = EventTypes.of(OrderEvent.class)                  // a sealed interface of annotated records
 *         .with("invoice-sent", InvoiceSent.class);                   // or a name given here
 * }</pre>
 *
 * <p>A class whose shape has changed so that it cannot read what was stored gets a higher {@link EventType#version()}, and
 * an {@link Upcaster} from each version before. Names are chosen and never derived from classes, so that renaming a class changes nothing that is stored, and no
 * stored text can name a class to be loaded.
 */
public final class EventTypes {

    /** One type: its name, the version of its shape, its class. */
    record Type(String name, int schemaVersion, Class<?> payload) {

        Shape shape() {
            return new Shape(name, schemaVersion);
        }
    }

    private static final EventTypes NONE = new EventTypes(Map.of(), UpcasterChains.NONE);

    private final Map<String, Type> byName;
    private final Map<Class<?>, Type> byClass;
    private final UpcasterChains upcasters;

    private EventTypes(Map<String, Type> byName, UpcasterChains upcasters) {
        this.upcasters = upcasters;
        this.byName = Collections.unmodifiableMap(byName);
        Map<Class<?>, Type> classes = new LinkedHashMap<>();
        byName.values().forEach(type -> classes.put(type.payload(), type));
        this.byClass = Collections.unmodifiableMap(classes);
    }

    /** No types: events are appended as {@link JsonEvent} and read as {@link RecordedEvent#json()}. */
    public static EventTypes none() {
        return NONE;
    }

    /**
     * The types of classes that carry {@link EventType}, and of sealed interfaces and classes whose permitted classes
     * do.
     *
     * @throws InvalidInputException if a class carries no {@link EventType}, or if a name or a class appears twice
     */
    public static EventTypes of(Class<?>... classes) {
        EventTypes types = NONE;
        for (Class<?> type : InvalidInputException.requirePresent("event types", "classes", classes)) {
            Set<Class<?>> annotated = new LinkedHashSet<>();
            collectAnnotated(InvalidInputException.requirePresent("event types", "class", type), annotated);
            for (Class<?> payload : annotated) {
                types = types.withAnnotated(payload);
            }
        }
        return types;
    }

    /**
     * These and one type more, of schema version 1.
     *
     * @throws InvalidInputException if the name is no name for a type, or if the name or the class is taken
     */
    public EventTypes with(String name, Class<?> payload) {
        return with(name, 1, payload);
    }

    /**
     * These and one type more.
     *
     * @throws InvalidInputException if the name is no name for a type, if the schema version is less than 1, or if the
     *     name or the class is taken
     */
    public EventTypes with(String name, int schemaVersion, Class<?> payload) {
        Names.check("event type", name);
        String subject = "event type " + name;
        InvalidInputException.requirePresent(subject, "class", payload);
        if (schemaVersion < 1) {
            throw new InvalidInputException(subject, "schema version must be 1 or more, found " + schemaVersion);
        }
        Type taken = byName.get(name);
        if (taken != null) {
            throw new InvalidInputException(
                    subject,
                    "must be the name of " + payload.getName() + " alone, found it is the name of "
                            + taken.payload().getName());
        }
        Type named = byClass.get(payload);
        if (named != null) {
            throw new InvalidInputException(
                    subject, "must be the only name of " + payload.getName() + ", found it is named " + named.name());
        }
        Map<String, Type> extended = new LinkedHashMap<>(byName);
        extended.put(name, new Type(name, schemaVersion, payload));
        return new EventTypes(extended, upcasters);
    }

    /**
     * These and what lifts their older versions.
     *
     * <p>Whether each version that came before leads to a class is checked when a store is made with these types: a gap
     * is refused by name.
     *
     * @throws InvalidInputException if there are two upcasters from the same version of a type
     */
    public EventTypes with(Upcaster... lifting) {
        UpcasterChains chains = upcasters;
        for (Upcaster upcaster : InvalidInputException.requirePresent("event types", "upcasters", lifting)) {
            chains = chains.with(InvalidInputException.requirePresent("event types", "upcaster", upcaster));
        }
        return new EventTypes(byName, chains);
    }

    /** @throws InvalidInputException if a version is left out or a chain of upcasters leads to no class */
    EventTypes requireComplete() {
        CompleteChains.require(this, byName.values(), upcasters);
        return this;
    }

    private EventTypes withAnnotated(Class<?> type) {
        EventType annotation = requireNonNull(type.getAnnotation(EventType.class));
        return with(annotation.value(), annotation.version(), type);
    }

    /** A class may be reached on several ways, since it may implement several of the sealed interfaces. */
    private static void collectAnnotated(Class<?> type, Set<Class<?>> annotated) {
        if (type.isAnnotationPresent(EventType.class)) {
            annotated.add(type);
            return;
        }
        if (!type.isSealed()) {
            throw new InvalidInputException(
                    "event types",
                    type.getName()
                            + " must carry @EventType, be a sealed type whose classes do, or be named with with()");
        }
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            collectAnnotated(permitted, annotated);
        }
    }

    /** The filter for events of these classes, under the names of today and of before. */
    public EventFilter filter(Class<?>... classes) {
        List<String> names = new ArrayList<>();
        for (Class<?> type : InvalidInputException.requirePresent("event filter", "classes", classes)) {
            names.addAll(upcasters.names(of(InvalidInputException.requirePresent("event filter", "class", type))
                    .name()));
        }
        return EventFilter.ofTypes(names);
    }

    Type ofPayload(Object payload) {
        return of(payload instanceof Enum<?> constant ? constant.getDeclaringClass() : payload.getClass());
    }

    private Type of(Class<?> payload) {
        Type type = byClass.get(payload);
        if (type == null) {
            throw new UnknownEventTypeException(
                    "class " + payload.getName()
                            + ": expected a class known to the event types, found none of its name; register it with EventTypes");
        }
        return type;
    }

    @Nullable
    Type ofName(String name) {
        return byName.get(name);
    }

    /** Every shape that can be read: those of the classes, and those that upcasters lift. */
    List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        upcasters.all().forEach(upcaster -> shapes.add(upcaster.from()));
        byName.values().forEach(type -> shapes.add(type.shape()));
        return shapes;
    }

    /** Whether a type is of today or of before. */
    boolean knows(String name) {
        return byName.containsKey(name) || upcasters.newest(name) > 0;
    }

    /**
     * The type of today that a stored shape leads to.
     *
     * @throws UnknownEventTypeException if no class stands for it
     * @throws NewerSchemaVersionException if it is newer than the class
     */
    Type current(Supplier<String> subject, String name, int schemaVersion) {
        Type type = byName.get(name);
        if (type != null && type.schemaVersion() == schemaVersion) {
            return type;
        }
        int known = type == null ? upcasters.newest(name) : type.schemaVersion();
        if (known == 0) {
            throw new UnknownEventTypeException(subject.get() + ": expected a type known to the event types, found "
                    + name + "; register it with EventTypes, or read the event as json()");
        }
        if (schemaVersion > known) {
            throw new NewerSchemaVersionException(subject.get(), name, known, schemaVersion);
        }
        Shape stored = new Shape(name, schemaVersion);
        Type end = byName.get(upcasters.end(stored).type());
        if (end == null || upcasters.from(stored) == null) {
            throw new UnknownEventTypeException(subject.get() + ": expected an upcaster from " + stored
                    + ", found none; add it to EventTypes, or read the event as json()");
        }
        return end;
    }

    /** The JSON of a stored shape in the shape of that type, which is its {@link #current}. */
    String lift(Supplier<String> subject, String name, int schemaVersion, String json, Type type) {
        return type.schemaVersion() == schemaVersion
                ? json
                : upcasters.lift(subject, new Shape(name, schemaVersion), type.shape(), json);
    }

    /** The names and their classes. */
    @Override
    public String toString() {
        return byName.values().toString();
    }
}
