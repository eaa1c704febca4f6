package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CodegenOptionsTest {

    @Test
    void comeBackFromTheirOwnArguments() {
        var options = new CodegenOptions("com.example", "other", Path.of("a b").toAbsolutePath());
        assertThat(CodegenOptions.parse(options.toArguments())).isEqualTo(options);
    }

    @Test
    void comeBackWithWhatBelongsToAProject() {
        var own = new OwnTables(
                List.of("shop", "billing"),
                List.of("classpath:db/migration", "filesystem:/a b"),
                List.of(Path.of("/resources")),
                Map.of("currency", "EUR", "equation", "a=b"),
                Path.of("/generator.xml"),
                false);
        var options =
                new CodegenOptions("com.example", "event_store", Path.of("out").toAbsolutePath(), own);
        assertThat(CodegenOptions.parse(options.toArguments())).isEqualTo(options);
    }

    @Test
    void lookForMigrationsWhereTheyUsuallyAreOnceASchemaIsNamed() {
        var options =
                CodegenOptions.parse(List.of("--directory", "out", "--package", "com.example", "--own-schema", "shop"));
        assertThat(options.own().migrations()).containsExactly("classpath:db/migration");
        assertThat(options.generatesStore()).isFalse();
    }

    @Test
    void takeALocationWithoutAPrefixAsOneOnTheClassPath() {
        assertThat(own(List.of("shop"), "db/other").migrations()).containsExactly("classpath:db/other");
    }

    @Test
    void readTheSchemaOfTheEventStoreUnlessTold() {
        var options = CodegenOptions.parse(List.of("--directory", "out", "--package", "com.example"));
        assertThat(options).isEqualTo(new CodegenOptions("com.example", "event_store", Path.of("out")));
    }

    @Nested
    class Refuse {

        @Test
        void aMissingPackage() {
            refused("--package: expected a value, found nothing", "--directory", "out");
        }

        @Test
        void aMissingValue() {
            refused("--package: expected a value, found nothing", "--package");
        }

        @Test
        void anUnknownArgument() {
            refused(
                    "arguments: expected one of --package, --directory, --schema, --own-schema, --migrations, "
                            + "--resources, --placeholder, --generator, --generate-store, found --help",
                    "--help");
        }

        @Test
        void aNameThatIsNoPackage() {
            refused(
                    "package: expected a name like com.example.schema, found ../elsewhere",
                    "--package",
                    "../elsewhere",
                    "--directory",
                    "out");
        }

        @Test
        void theSchemaOfTheStoreAsOneOfTheProject() {
            refused(
                    "schemas of the project: expected others than the event store's, found event_store",
                    "--package",
                    "com.example",
                    "--directory",
                    "out",
                    "--own-schema",
                    "event_store");
        }

        @Test
        void aPlaceholderWithoutAValue() {
            refused(
                    "--placeholder: expected name=value, found currency",
                    "--package",
                    "com.example",
                    "--directory",
                    "out",
                    "--placeholder",
                    "currency");
        }

        @Test
        void aLocationThatIsNeitherAFolderNorOnTheClassPath() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> own(List.of(), "s3:bucket"))
                    .withMessage("migrations: expected classpath:... or filesystem:..., found s3:bucket");
        }

        @Test
        void toGenerateNothing() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new OwnTables(List.of(), List.of(), List.of(), Map.of(), null, false))
                    .withMessage(
                            "tables to generate: expected schemas of the project or the store's own, found neither");
        }

        private void refused(String message, String... arguments) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CodegenOptions.parse(List.of(arguments)))
                    .withMessage(message);
        }
    }

    private static OwnTables own(List<String> schemas, String location) {
        return new OwnTables(schemas, List.of(location), List.of(), Map.of(), null, true);
    }
}
