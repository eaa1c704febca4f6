package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaOfTheBuildTest {

    @TempDir
    Path folder;

    @Test
    void isTheFirstThatIsNewEnough() throws IOException {
        Path java21 = jdk("21.0.5");
        assertThat(JavaOfTheBuild.firstNewEnough(List.of(jdk("17.0.15"), jdk("1.8.0_452"), java21, jdk("25"))))
                .isEqualTo(java21);
    }

    @Test
    void isTheOneThatRunsThisTest() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assertThat(JavaOfTheBuild.firstNewEnough(List.of(java))).isEqualTo(java);
    }

    @Test
    void isAskedForInOneSentenceWhenThereIsNone() throws IOException {
        List<Path> old = List.of(jdk("17.0.15"), folder.resolve("gone/bin/java"));
        assertThatIllegalStateException()
                .isThrownBy(() -> JavaOfTheBuild.firstNewEnough(old))
                .withMessage("code generation: expected a JDK of version 21 or newer, found [17, 0]; "
                        + "install one, and name it by JAVA_HOME or to the maven-toolchains-plugin");
    }

    private Path jdk(String version) throws IOException {
        Path home = Files.createDirectory(folder.resolve("jdk-" + version));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home.resolve("bin/java");
    }
}
