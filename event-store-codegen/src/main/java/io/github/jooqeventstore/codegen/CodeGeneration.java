package io.github.jooqeventstore.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.SchemaMappingType;
import org.jspecify.annotations.Nullable;

/** Reads the migrated schemas and writes their jOOQ code into an empty folder. */
final class CodeGeneration {

    private static final String HISTORIES = "event_store_schema_history|" + OwnMigrations.HISTORY;

    private CodeGeneration() {}

    static void run(Connection connection, CodegenOptions options, Path directory) throws Exception {
        Configuration settings = GeneratorSettings.read(options.own().generator());
        Generator generator = settings.getGenerator();
        refuseWhatIsSaidElsewhere(generator);
        if (!options.generatesStore()) {
            requireOurGenerator(generator);
        }
        selectTables(generator.getDatabase(), options);
        generator.getTarget().withPackageName(options.packageName()).withDirectory(directory.toString());

        GenerationTool tool = new GenerationTool();
        tool.setConnection(connection);
        tool.run(settings);
        if (!options.generatesStore()) {
            deleteStore(directory);
        }
    }

    private static void refuseWhatIsSaidElsewhere(Generator generator) {
        Database database = generator.getDatabase();
        if (!database.getInputSchema().isBlank()
                || !database.getSchemata().isEmpty()
                || !database.getCatalogs().isEmpty()) {
            throw new IllegalArgumentException(
                    "generator: expected the schemas among the options of this tool, found them in <database>");
        }
        // jOOQ has a value for each of the two where nothing is said.
        if (!GenerationTool.DEFAULT_TARGET_PACKAGENAME.equals(
                        generator.getTarget().getPackageName())
                || !GenerationTool.DEFAULT_TARGET_DIRECTORY.equals(
                        generator.getTarget().getDirectory())) {
            throw new IllegalArgumentException(
                    "generator: expected package and directory among the options of this tool, found them in <target>");
        }
    }

    private static void requireOurGenerator(Generator generator) throws ClassNotFoundException {
        String name = generator.getName().trim();
        if (!EventStoreGenerator.class.isAssignableFrom(Class.forName(name))) {
            throw new IllegalArgumentException("generator: expected a class that extends "
                    + EventStoreGenerator.class.getName() + ", or the store's tables generated, too, found " + name);
        }
    }

    private static void selectTables(Database database, CodegenOptions options) {
        List<SchemaMappingType> schemas = new ArrayList<>();
        SchemaMappingType store = new SchemaMappingType().withInputSchema(options.schema());
        // The library's classes have the default name, wherever the tables are: a mapping of the settings finds them.
        schemas.add(options.generatesStore() ? store : store.withOutputSchema(CodegenOptions.DEFAULT_SCHEMA));
        options.own().schemas().forEach(name -> schemas.add(new SchemaMappingType().withInputSchema(name)));
        database.setSchemata(schemas);
        database.getProperties().addAll(StoreSchema.properties(options));
        database.setExcludes(either(database.getExcludes(), HISTORIES));
        if (!options.generatesStore() && isSaid(database.getIncludes())) {
            database.setIncludes(either(database.getIncludes(), Pattern.quote(options.schema()) + "\\..*"));
        }
    }

    /** On lines of their own: a comment may end the first expression. */
    private static String either(@Nullable String expression, String ours) {
        return isSaid(expression) ? "(?:" + expression + "\n)|" + ours : ours;
    }

    private static boolean isSaid(@Nullable String expression) {
        return expression != null && !expression.isBlank();
    }

    /** What was needed to name the goals of foreign keys; the library has it. */
    private static void deleteStore(Path directory) throws IOException {
        Path store = directory.resolve(StoreOfTheLibrary.PACKAGE.replace('.', '/'));
        if (Files.exists(store)) {
            Folders.delete(store);
        }
    }
}
