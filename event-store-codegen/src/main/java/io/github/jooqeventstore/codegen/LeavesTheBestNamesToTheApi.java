package io.github.jooqeventstore.codegen;

import java.util.Locale;
import org.jooq.codegen.DefaultGeneratorStrategy;
import org.jooq.meta.Definition;
import org.jooq.meta.SchemaDefinition;

/**
 * Names the generated schema of the event store {@code EventStoreSchema}, not {@code EventStore}: that name belongs to the
 * class that callers use. Everything else is named as jOOQ does it.
 */
public class LeavesTheBestNamesToTheApi extends DefaultGeneratorStrategy {

    /** Called by jOOQ, which knows this class by its name. */
    public LeavesTheBestNamesToTheApi() {}

    @Override
    public String getJavaClassName(Definition definition, Mode mode) {
        String name = super.getJavaClassName(definition, mode);
        return isSchemaOfTheStore(definition) ? name + "Schema" : name;
    }

    @Override
    public String getJavaIdentifier(Definition definition) {
        String name = super.getJavaIdentifier(definition);
        return isSchemaOfTheStore(definition) ? name + "_SCHEMA" : name;
    }

    /** Beside other schemas, the package is named after the schema and not after its class. */
    @Override
    public String getJavaPackageName(Definition definition, Mode mode) {
        String name = super.getJavaPackageName(definition, mode);
        if (!StoreSchema.has(definition)) {
            return name;
        }
        SchemaDefinition schema = definition.getSchema();
        String asTheClass = getTargetPackage() + "." + getJavaIdentifier(schema).toLowerCase(Locale.ROOT);
        return name.startsWith(asTheClass)
                ? getTargetPackage() + subpackageOf(schema) + name.substring(asTheClass.length())
                : name;
    }

    /** {@return what tells the package of the schema from those of other schemas} */
    String subpackageOf(SchemaDefinition schema) {
        return "." + super.getJavaIdentifier(schema).toLowerCase(Locale.ROOT);
    }

    private static boolean isSchemaOfTheStore(Definition definition) {
        return definition instanceof SchemaDefinition && StoreSchema.has(definition);
    }
}
