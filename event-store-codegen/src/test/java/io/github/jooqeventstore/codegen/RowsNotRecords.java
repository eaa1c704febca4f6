package io.github.jooqeventstore.codegen;

import org.jooq.codegen.DefaultGeneratorStrategy;
import org.jooq.meta.Definition;

/** A strategy such as a project may have: rows, not records. */
public final class RowsNotRecords extends DefaultGeneratorStrategy {

    /** Called by jOOQ, which knows this class by its name. */
    public RowsNotRecords() {}

    @Override
    public String getJavaClassName(Definition definition, Mode mode) {
        String name = super.getJavaClassName(definition, mode);
        return mode == Mode.RECORD ? name.replaceAll("Record$", "Row") : name;
    }
}
