package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jooq.meta.jaxb.Generator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorSettingsTest {

    @TempDir
    Path folder;

    @Nested
    class OfAProject {

        @Test
        void leaveTheDefaultsThatTheyDoNotName() throws IOException {
            Generator generator = read("<generator><generate><pojos>true</pojos></generate></generator>");
            assertThat(generator.getGenerate().isPojos()).isTrue();
            assertThat(generator.getGenerate().getNullableAnnotationType())
                    .isEqualTo("org.jspecify.annotations.Nullable");
            assertThat(generator.getName()).isEqualTo(EventStoreGenerator.class.getName());
        }

        @Test
        void replaceTheStrategyAsAWhole() throws IOException {
            Generator generator = read("<generator><strategy><matchers><tables/></matchers></strategy></generator>");
            assertThat(generator.getStrategy().getMatchers()).isNotNull();
            assertThat(generator.getStrategy().getName()).isNotEqualTo(LeavesTheBestNamesToTheApi.class.getName());
        }

        @Test
        void keepSeveralElementsOfOneName() throws IOException {
            String type = "<forcedType><name>BIGINT</name><includeExpression>%s</includeExpression></forcedType>";
            Generator generator = read("<configuration><generator><database><forcedTypes>" + type.formatted("a")
                    + type.formatted("b") + "</forcedTypes></database></generator></configuration>");
            assertThat(generator.getDatabase().getForcedTypes())
                    .extracting(forced -> forced.getIncludeExpression())
                    .containsExactly("a", "b");
        }
    }

    @Nested
    class Refuse {

        @Test
        void aNameThatJooqWouldPassOver() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> read("<generator><database><forcedTipes/></database></generator>"))
                    .withMessageStartingWith("generator: expected the settings of jOOQ 3.")
                    .withMessageContaining("forcedTipes");
        }

        @Test
        void anotherDocument() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> read("<project/>"))
                    .withMessage("generator: expected <generator>, alone or in <configuration>, found <project>");
        }

        @Test
        void whatIsNoXml() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> read("generator {}"))
                    .withMessageStartingWith("generator: expected XML, found ");
        }
    }

    private Generator read(String xml) throws IOException {
        return GeneratorSettings.read(Files.writeString(folder.resolve("generator.xml"), xml))
                .getGenerator();
    }
}
