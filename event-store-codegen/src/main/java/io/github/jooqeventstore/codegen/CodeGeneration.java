package io.github.jooqeventstore.codegen;

import java.nio.file.Path;
import java.sql.Connection;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.GeneratedAnnotationType;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Strategy;
import org.jooq.meta.jaxb.Target;

/** Reads a migrated schema and writes its jOOQ code into an empty folder. */
final class CodeGeneration {

    private static final String HISTORY_OF_MIGRATIONS = "event_store_schema_history";

    private CodeGeneration() {}

    static void run(Connection connection, CodegenOptions options, Path directory) throws Exception {
        GenerationTool tool = new GenerationTool();
        tool.setConnection(connection);
        tool.run(new Configuration()
                .withLogging(Logging.WARN)
                .withGenerator(new Generator()
                        .withName(TellsItsVersion.class.getName())
                        .withStrategy(new Strategy().withName(LeavesTheBestNamesToTheApi.class.getName()))
                        .withDatabase(database(options))
                        .withGenerate(generate())
                        .withTarget(new Target()
                                .withPackageName(options.packageName())
                                .withDirectory(directory.toString())
                                .withEncoding("UTF-8")
                                .withLocale("en"))));
    }

    private static Database database(CodegenOptions options) {
        return new Database()
                .withName("org.jooq.meta.postgres.PostgresDatabase")
                .withInputSchema(options.schema())
                .withExcludes(HISTORY_OF_MIGRATIONS);
    }

    /** No POJOs and DAOs: rows are records here, and the API has values of its own. */
    private static Generate generate() {
        return new Generate()
                .withPojos(false)
                .withDaos(false)
                .withNullableAnnotation(true)
                .withNullableAnnotationType("org.jspecify.annotations.Nullable")
                .withNonnullAnnotation(true)
                .withNonnullAnnotationType("org.jspecify.annotations.NonNull")
                .withGeneratedAnnotation(true)
                .withGeneratedAnnotationType(GeneratedAnnotationType.JAVAX_ANNOTATION_PROCESSING_GENERATED)
                // The same migrations give the same bytes on every day.
                .withGeneratedAnnotationDate(false);
    }
}
