package io.github.jooqeventstore.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a repository says about the artifacts. */
class PublishedPomsTest {

    private static final Path MODULE = Path.of("").toAbsolutePath();

    static List<String> published() throws Exception {
        List<String> published = new ArrayList<>();
        for (String line : Files.readAllLines(MODULE.resolveSibling("pom.xml"))) {
            if (line.matches("\\s*<module>.*")) {
                String module = line.replaceAll("\\s*</?module>\\s*", "");
                String pom = Files.readString(MODULE.resolveSibling(module).resolve("pom.xml"));
                if (!pom.contains("<maven.deploy.skip>true")) {
                    published.add(module);
                }
            }
        }
        return published;
    }

    @ParameterizedTest
    @MethodSource("published")
    void sayWhatARepositoryAsksFor(String artifact) throws Exception {
        PublishedPom pom = PublishedPom.of(artifact);
        assertThat(pom.texts("/project/name")).hasSize(1);
        assertThat(pom.texts("/project/description")).hasSize(1);
        PublishedPom rest = pom.texts("/project/parent").isEmpty() ? pom : PublishedPom.of("event-store");
        assertThat(rest.texts("/project/url")).hasSize(1);
        assertThat(rest.texts("/project/scm/url")).hasSize(1);
        assertThat(rest.texts("/project/scm/connection")).hasSize(1);
        assertThat(rest.texts("/project/licenses/license/name")).containsExactly("Apache-2.0");
        assertThat(rest.texts("/project/developers/developer/name")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event-store-api", "event-store-schema"})
    void ofTheLibraryNeedNoParentAndNoneOfItsProperties(String artifact) throws Exception {
        PublishedPom pom = PublishedPom.of(artifact);
        assertThat(pom.texts("/project/parent")).isEmpty();
        assertThat(pom.texts("/project/dependencies/dependency/version"))
                .isNotEmpty()
                .noneMatch(version -> version.contains("${"));
        assertThat(pom.texts("/project/dependencies/dependency/scope")).doesNotContain("test");
    }

    @Test
    void leavePoolAndMetersToThoseWhoAskForThem() throws Exception {
        assertThat(PublishedPom.of("event-store-api")
                        .texts("/project/dependencies/dependency[optional='true']/artifactId"))
                .containsExactlyInAnyOrder("HikariCP", "micrometer-core");
    }

    /**
     * The server follows {@code -Deventstore.postgres.version} in the builds of others by profiles of its parent, and a
     * plugin runs with the versions that its parent manages.
     */
    @ParameterizedTest
    @ValueSource(strings = {"event-store-postgres", "event-store-codegen"})
    void ofToolsKeepTheirParent(String artifact) throws Exception {
        assertThat(PublishedPom.of(artifact).texts("/project/parent/artifactId"))
                .containsExactly("event-store");
    }

    @Nested
    class TheBom {

        @Test
        void namesEveryPublishedArtifactAndNoOther() throws Exception {
            List<String> jars = new ArrayList<>(published());
            jars.remove("event-store-bom");
            assertThat(PublishedPom.of("event-store-bom")
                            .texts("/project/dependencyManagement/dependencies/dependency/artifactId"))
                    .containsExactlyInAnyOrderElementsOf(jars);
        }

        @Test
        void bringsNothingOfItsParent() throws Exception {
            assertThat(PublishedPom.of("event-store-bom").texts("/project/parent"))
                    .isEmpty();
        }
    }
}
