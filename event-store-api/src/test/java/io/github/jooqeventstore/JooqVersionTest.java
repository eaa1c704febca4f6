package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JooqVersionTest {

    /** What the forked programs below do: make a store. */
    static final class Program {
        public static void main(String[] arguments) {
            EventStore.using(DSL.using(SQLDialect.POSTGRES));
        }
    }

    @Test
    void theOneThatTheLibraryWasBuiltWithWillDo() {
        assertThatCode(JooqVersion::requireNotOlder).doesNotThrowAnyException();
    }

    @Test
    void anOlderOneIsRefusedByNameWhenAStoreIsMade() throws Exception {
        String output = run(System.getProperty("older.jooq"));

        assertThat(output)
                .contains(
                        "jOOQ: expected version 3.21 or newer, which the tables of the event store were generated with,"
                                + " found version 3.20; raise the version of org.jooq:jooq");
    }

    @ParameterizedTest
    @CsvSource({"3.20, 3.21, -1", "3.21, 3.21, 0", "3.100, 3.21, 1", "4.0, 3.21, 1", "3.21, 4.0, -1"})
    void versionsAreComparedAsNumbers(String version, String other, int order) {
        assertThat(Integer.signum(JooqVersion.compare(version, other))).isEqualTo(order);
    }

    /** A program of its own with another jOOQ in the place of the one of this build. */
    private static String run(String jooqJar) throws IOException, InterruptedException {
        String classpath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches("jooq-\\d.*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        jooqJar + File.pathSeparator + classpath,
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
