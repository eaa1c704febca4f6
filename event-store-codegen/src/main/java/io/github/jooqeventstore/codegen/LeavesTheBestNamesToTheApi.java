package io.github.jooqeventstore.codegen;

import org.jooq.codegen.DefaultGeneratorStrategy;
import org.jooq.meta.Definition;
import org.jooq.meta.SchemaDefinition;

/**
 * Names the generated schema {@code EventStoreSchema}, not {@code EventStore}: that name belongs to the class that callers
 * use. Everything else is named as jOOQ does it.
 */
public final class LeavesTheBestNamesToTheApi extends DefaultGeneratorStrategy {

    /** Called by jOOQ, which knows this class by its name. */
    public LeavesTheBestNamesToTheApi() {}

    @Override
    public String getJavaClassName(Definition definition, Mode mode) {
        String name = super.getJavaClassName(definition, mode);
        return definition instanceof SchemaDefinition ? name + "Schema" : name;
    }

    @Override
    public String getJavaIdentifier(Definition definition) {
        String name = super.getJavaIdentifier(definition);
        return definition instanceof SchemaDefinition ? name + "_SCHEMA" : name;
    }
}
