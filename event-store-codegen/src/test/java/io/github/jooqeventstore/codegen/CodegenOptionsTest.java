package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CodegenOptionsTest {

    @Test
    void comeBackFromTheirOwnArguments() {
        var options = new CodegenOptions("com.example", "other", Path.of("a b").toAbsolutePath());
        assertThat(CodegenOptions.parse(options.toArguments())).isEqualTo(options);
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
            refused("arguments: expected --package, --directory or --schema, found --help", "--help");
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

        private void refused(String message, String... arguments) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CodegenOptions.parse(List.of(arguments)))
                    .withMessage(message);
        }
    }
}
