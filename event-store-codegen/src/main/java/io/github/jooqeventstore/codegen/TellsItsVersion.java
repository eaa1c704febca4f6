package io.github.jooqeventstore.codegen;

import org.jooq.Constants;
import org.jooq.codegen.JavaGenerator;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.SchemaDefinition;

/** Writes into the schema class which jOOQ generated it: a program can refuse an older one when it starts. */
public final class TellsItsVersion extends JavaGenerator {

    /** Called by jOOQ, which knows this class by its name. */
    public TellsItsVersion() {}

    @Override
    protected void generateSchemaClassFooter(SchemaDefinition schema, JavaWriter out) {
        super.generateSchemaClassFooter(schema, out);
        out.javadoc("The version of the jOOQ that generated this code: an older minor release cannot run it.");
        out.println("public static final %s GENERATED_BY_JOOQ = \"%s\";", String.class, Constants.FULL_VERSION);
    }
}
