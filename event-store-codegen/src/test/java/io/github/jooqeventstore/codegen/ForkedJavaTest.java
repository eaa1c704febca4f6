package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkedJavaTest {

    private static final List<Path> CLASSPATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();

    @Test
    void takesNamesWithBlanksAndQuotes(@TempDir Path folder, @TempDir Path empty) throws IOException {
        var options = new CodegenOptions("com.example", "it's \"mine\" \\ yours", folder.resolve("a # b"));
        // Nothing to do, and only for exactly these options.
        new GeneratedCode(options).replaceBy(empty, Fingerprint.of(CLASSPATH, options));

        List<String> printed = new ArrayList<>();
        forked().run(options.toArguments(), printed::add);
        assertThat(printed).containsExactly(CodegenMain.UNCHANGED);
    }

    @Test
    void failsWithTheExitCode() {
        assertThatIllegalStateException()
                .isThrownBy(() -> forked().run(List.of("--nonsense"), line -> {}))
                .withMessage("code generation: expected exit code 0, found 2; it has printed why");
    }

    private static ForkedJava forked() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ForkedJava(java, CLASSPATH, Map.of("eventstore.postgres.password", "a \"b\" \\c"));
    }
}
