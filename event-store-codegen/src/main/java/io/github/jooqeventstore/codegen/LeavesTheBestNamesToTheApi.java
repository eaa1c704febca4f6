package io.github.jooqeventstore.codegen;

import org.jooq.codegen.DefaultGeneratorStrategy;
import org.jooq.meta.CatalogDefinition;
import org.jooq.meta.Definition;
import org.jooq.meta.SchemaDefinition;

/**
 * Names the generated schema {@code EventStoreSchema}, not {@code EventStore}: that name belongs to the class that callers
 * use. The catalog, which has no name in PostgreSQL, is named after its first schema: {@code EventStoreCatalog}.
 */
public final class LeavesTheBestNamesToTheApi extends DefaultGeneratorStrategy {

    /** Called by jOOQ, which knows this class by its name. */
    public LeavesTheBestNamesToTheApi() {}

    @Override
    public String getJavaClassName(Definition definition, Mode mode) {
        if (definition instanceof SchemaDefinition schema) {
            return super.getJavaClassName(schema, mode) + "Schema";
        }
        if (definition instanceof CatalogDefinition catalog
                && !catalog.getSchemata().isEmpty()) {
            return super.getJavaClassName(catalog.getSchemata().get(0), mode) + "Catalog";
        }
        return super.getJavaClassName(definition, mode);
    }

    @Override
    public String getJavaIdentifier(Definition definition) {
        if (definition instanceof SchemaDefinition schema) {
            return super.getJavaIdentifier(schema) + "_SCHEMA";
        }
        if (definition instanceof CatalogDefinition catalog
                && !catalog.getSchemata().isEmpty()) {
            return super.getJavaIdentifier(catalog.getSchemata().get(0)) + "_CATALOG";
        }
        return super.getJavaIdentifier(definition);
    }
}
