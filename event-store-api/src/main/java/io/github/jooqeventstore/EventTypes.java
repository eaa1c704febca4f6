package io.github.jooqeventstore;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The event types that a program knows: which name stands for which class. Immutable.
 *
 * <pre>{@code
 * EventTypes types = EventTypes.of(OrderEvent.class)                  // a sealed interface of annotated records
 *         .with("invoice-sent", InvoiceSent.class);                   // or a name given here
 * }</pre>
 *
 * <p>Names are chosen and never derived from classes, so that renaming a class changes nothing that is stored, and no
 * stored text can name a class to be loaded.
 */
public final class EventTypes {

    /** One type: its name, the version of its shape, its class. */
    record Type(String name, int schemaVersion, Class<?> payload) {}

    private static final EventTypes NONE = new EventTypes(Map.of());

    private final Map<String, Type> byName;
    private final Map<Class<?>, Type> byClass;

    private EventTypes(Map<String, Type> byName) {
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
        return new EventTypes(extended);
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

    /** The filter for events of these classes. */
    public EventFilter filter(Class<?>... classes) {
        List<String> names = new ArrayList<>();
        for (Class<?> type : InvalidInputException.requirePresent("event filter", "classes", classes)) {
            names.add(of(InvalidInputException.requirePresent("event filter", "class", type))
                    .name());
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

    /** The names and their classes. */
    @Override
    public String toString() {
        return byName.values().toString();
    }
}
