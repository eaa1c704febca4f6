package io.github.jooqeventstore.codegen;

import org.jooq.Constants;
import org.jooq.codegen.JavaGenerator;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.CatalogDefinition;

/** Writes into the catalog class which jOOQ generated it, so that a program can refuse an older one at its start. */
public final class TellsItsVersion extends JavaGenerator {

    /** Called by jOOQ, which knows this class by its name. */
    public TellsItsVersion() {}

    @Override
    protected void generateCatalogClassFooter(CatalogDefinition catalog, JavaWriter out) {
        super.generateCatalogClassFooter(catalog, out);
        out.javadoc("The version of the jOOQ that generated this code; an older one cannot run it.");
        out.println("public static final %s GENERATED_BY_JOOQ = \"%s\";", String.class, Constants.FULL_VERSION);
    }
}
