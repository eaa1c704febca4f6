package io.github.jooqeventstore.codegen;

import org.jooq.Constants;
import org.jooq.codegen.GeneratorStrategy;
import org.jooq.codegen.JavaGenerator;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.SchemaDefinition;

/**
 * jOOQ's own generator, with two additions: foreign keys into the event store lead to the classes of the library where the
 * project asks for it, and the class of the store's schema tells which jOOQ generated it, so that a program can refuse an
 * older one when it starts.
 *
 * <p>A generator of a project's own that extends this one keeps both.
 */
public class EventStoreGenerator extends JavaGenerator {

    /** Called by jOOQ, which knows this class by its name. */
    public EventStoreGenerator() {}

    @Override
    public void setStrategy(GeneratorStrategy strategy) {
        super.setStrategy(new StoreOfTheLibrary(strategy));
    }

    @Override
    protected void generateSchemaClassFooter(SchemaDefinition schema, JavaWriter out) {
        super.generateSchemaClassFooter(schema, out);
        if (StoreSchema.has(schema)) {
            out.javadoc("The version of the jOOQ that generated this code: an older minor release cannot run it.");
            out.println("public static final %s GENERATED_BY_JOOQ = \"%s\";", String.class, Constants.FULL_VERSION);
        }
    }
}
