package io.github.jooqeventstore.codegen;

import java.util.Locale;
import org.jooq.codegen.AbstractDelegatingGeneratorStrategy;
import org.jooq.codegen.GeneratorStrategy;
import org.jooq.codegen.Language;
import org.jooq.meta.Definition;
import org.jooq.meta.SchemaDefinition;

/**
 * Names the tables of the event store as the library has named them, where its classes are to be used; everything else as
 * the project wants it.
 */
final class StoreOfTheLibrary extends AbstractDelegatingGeneratorStrategy {

    /** Where the library has the classes of its tables. */
    static final String PACKAGE = "io.github.jooqeventstore.schema";

    private final GeneratorStrategy library = new NamesOfTheLibrary();

    StoreOfTheLibrary(GeneratorStrategy ofTheProject) {
        super(ofTheProject);
    }

    private GeneratorStrategy of(Definition definition) {
        return StoreSchema.isOfTheLibrary(definition) ? library : delegate;
    }

    @Override
    public String getJavaIdentifier(Definition definition) {
        return of(definition).getJavaIdentifier(definition);
    }

    @Override
    public String getJavaClassName(Definition definition, Mode mode) {
        return of(definition).getJavaClassName(definition, mode);
    }

    @Override
    public String getJavaPackageName(Definition definition, Mode mode) {
        return of(definition).getJavaPackageName(definition, mode);
    }

    @Override
    public String getGlobalReferencesJavaClassName(Definition container, Class<? extends Definition> type) {
        return of(container).getGlobalReferencesJavaClassName(container, type);
    }

    @Override
    public String getGlobalReferencesJavaPackageName(Definition container, Class<? extends Definition> type) {
        return of(container).getGlobalReferencesJavaPackageName(container, type);
    }

    // Members of classes: those of the library are not written, and how the project's own call theirs is its own
    // choice.

    @Override
    public String getJavaSetterName(Definition definition, Mode mode) {
        return delegate.getJavaSetterName(definition, mode);
    }

    @Override
    public String getJavaGetterName(Definition definition, Mode mode) {
        return delegate.getJavaGetterName(definition, mode);
    }

    @Override
    public String getJavaMethodName(Definition definition, Mode mode) {
        return delegate.getJavaMethodName(definition, mode);
    }

    @Override
    public String getJavaMemberName(Definition definition, Mode mode) {
        return delegate.getJavaMemberName(definition, mode);
    }

    private static final class NamesOfTheLibrary extends LeavesTheBestNamesToTheApi {

        NamesOfTheLibrary() {
            setTargetPackage(PACKAGE);
            setTargetLocale(Locale.ROOT);
            setTargetLanguage(Language.JAVA);
        }

        /** The library has a single schema, which is not part of its packages. */
        @Override
        String subpackageOf(SchemaDefinition schema) {
            return "";
        }
    }
}
