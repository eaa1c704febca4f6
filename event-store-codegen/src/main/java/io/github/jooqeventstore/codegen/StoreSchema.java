package io.github.jooqeventstore.codegen;

import java.util.List;
import org.jooq.meta.Definition;
import org.jooq.meta.jaxb.Property;

/**
 * Tells what belongs to the schema of the event store, and whether its classes are those of the library. jOOQ makes
 * generators and strategies by their names: the properties of its database object are the way to tell them anything.
 */
final class StoreSchema {

    private static final String NAME = "event-store.schema";
    private static final String GENERATED = "event-store.generated";

    private StoreSchema() {}

    static List<Property> properties(CodegenOptions options) {
        return List.of(
                new Property().withKey(NAME).withValue(options.schema()),
                new Property().withKey(GENERATED).withValue(Boolean.toString(options.generatesStore())));
    }

    static boolean has(Definition definition) {
        // A catalog has no schema.
        return definition.getSchema() != null
                && definition
                        .getSchema()
                        .getInputName()
                        .equals(definition.getDatabase().getProperties().getProperty(NAME));
    }

    static boolean isOfTheLibrary(Definition definition) {
        return has(definition)
                && "false".equals(definition.getDatabase().getProperties().getProperty(GENERATED));
    }
}
