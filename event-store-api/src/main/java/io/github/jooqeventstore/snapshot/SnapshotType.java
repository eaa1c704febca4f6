package io.github.jooqeventstore.snapshot;

import io.github.jooqeventstore.EventSerializer;
import io.github.jooqeventstore.InvalidInputException;

/**
 * One kind of state that is saved of streams: its name, the version of its shape, its class, and how it becomes JSON.
 *
 * <p>Raise the schema version whenever the class <em>or the function that folds events into it</em> changes: what was saved
 * before is then ignored and comes from the events again. States are never lifted as events are; unlike events they can be
 * had anew.
 *
 * @param name the name under which it is stored, chosen and kept when the class is renamed; 1 to 255 characters
 * @param schemaVersion the version of the shape of the state, 1 or more
 * @param state the class of the state
 * @param serializer what turns the state into JSON and back
 * @param <S> the state
 */
public record SnapshotType<S>(String name, int schemaVersion, Class<S> state, EventSerializer serializer) {

    /**
     * Makes a type of snapshots.
     *
     * @throws InvalidInputException if the name is no name, the schema version is less than 1, or anything is null
     */
    public SnapshotType {
        InvalidInputException.requireName("snapshot type", name);
        String subject = "snapshot type " + name;
        if (schemaVersion < 1) {
            throw new InvalidInputException(subject, "schema version must be 1 or more, found " + schemaVersion);
        }
        InvalidInputException.requirePresent(subject, "class", state);
        InvalidInputException.requirePresent(subject, "serializer", serializer);
    }

    /**
     * A type whose states become JSON by {@link EventSerializer#jackson()}.
     *
     * @throws InvalidInputException if the name is no name, the schema version is less than 1, or the class is null
     */
    public static <S> SnapshotType<S> of(String name, int schemaVersion, Class<S> state) {
        return new SnapshotType<>(name, schemaVersion, state, EventSerializer.jackson());
    }

    /** Name and schema version, as in {@code cart v2}. */
    @Override
    public String toString() {
        return name + " v" + schemaVersion;
    }
}
