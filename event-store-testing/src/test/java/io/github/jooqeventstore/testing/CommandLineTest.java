package io.github.jooqeventstore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandLineTest {

    private static final String URL = "jdbc:postgresql://db.example/shop";

    private static TortureOptions parse(String line) {
        return parse(line, Map.of());
    }

    private static TortureOptions parse(String line, Map<String, String> environment) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ", -1);
        return CommandLine.parse(words, environment);
    }

    @Nested
    class WithNothingOnIt {

        @Test
        void meansAMinuteOnAServerOfItsOwnWithEverySoundReader() {
            TortureOptions options = parse("");

            assertThat(options.url()).isNull();
            assertThat(options.seconds()).isEqualTo(60);
            assertThat(options.writers()).isEqualTo(16);
            assertThat(options.readers())
                    .isEqualTo(ReaderKind.sound())
                    .containsExactly(
                            ReaderKind.READ_ALL,
                            ReaderKind.FILTERED,
                            ReaderKind.SUBSCRIPTION,
                            ReaderKind.PARTITIONED,
                            ReaderKind.PROJECTION);
            assertThat(options.keep()).isFalse();
        }

        @Test
        void drawsASeedOfItsOwn() {
            assertThat(IntStream.range(0, 20).mapToObj(i -> parse("").seed()).distinct())
                    .hasSizeGreaterThan(1);
        }

        @Test
        void takesNoPasswordToAServerOfItsOwn() {
            assertThat(parse("", Map.of("PGPASSWORD", "secret")).password()).isNull();
        }
    }

    @Nested
    class WithOptions {

        @Test
        void saysWhatIsAsked() {
            TortureOptions options = parse("--seconds 7 --writers 3 --reader naive --seed -5 --version 15");

            assertThat(options)
                    .isEqualTo(new TortureOptions(null, null, null, "15", 7, 3, List.of(ReaderKind.NAIVE), -5, false));
        }

        @Test
        void takesThePasswordFromTheEnvironment() {
            TortureOptions options = parse("--url " + URL + " --user ada --keep", Map.of("PGPASSWORD", "secret"));

            assertThat(options.url()).isEqualTo(URL);
            assertThat(options.user()).isEqualTo("ada");
            assertThat(options.password()).isEqualTo("secret");
            assertThat(options.keep()).isTrue();
        }

        @Test
        void takesThePasswordFromTheVariableThatIsNamed() {
            Map<String, String> environment = Map.of("PGPASSWORD", "other", "SHOP_PASSWORD", "secret");

            assertThat(parse("--url " + URL + " --password-env SHOP_PASSWORD", environment)
                            .password())
                    .isEqualTo("secret");
        }

        @Test
        void printsNeitherThePasswordNorTheUrl() {
            assertThat(parse("--url " + URL, Map.of("PGPASSWORD", "secret")).toString())
                    .doesNotContain("secret")
                    .doesNotContain(URL);
        }

        @ParameterizedTest
        @EnumSource
        void knowsEachKindByTheWordThatHelpTells(ReaderKind kind) {
            assertThat(CommandLine.HELP).contains("  " + kind + ": ");
            assertThat(parse("--reader " + kind).readers()).containsExactly(kind);
        }

        @Test
        void namesAKindOnce() {
            assertThat(parse("--reader naive,naive").readers()).containsExactly(ReaderKind.NAIVE);
        }
    }

    @Nested
    class ThatMakesNoSense {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "--speed 3 | expected an option that --help tells of, found --speed",
                    "--seconds | --seconds: expected a value, found the end",
                    "--seconds --keep | --seconds: expected a value, found --keep",
                    "--seconds 0 | --seconds: expected a whole number from 1 to 1000000, found 0",
                    "--seconds soon | --seconds: expected a whole number from 1 to 1000000, found soon",
                    "--writers 1001 | --writers: expected a whole number from 1 to 1000, found 1001",
                    "--reader fast | --reader: expected kinds that --help tells of, found fast",
                    "--user ada | --user and --password-env: expected with --url, found without",
                    "--keep | --keep: expected with --url, as a server of the program's own is thrown away",
                    "--url mysql://x | --url: expected one that begins with jdbc:postgresql:, found another",
                    "--url jdbc:postgresql://h/d --version 15 | --version: expected without --url, whose server is there already",
                    "--url jdbc:postgresql://h/d?user=a&password=p | --url: expected no password in it, found one; use --password-env NAME",
                    "--url jdbc:postgresql://h/d --password-env NONE | --password-env: expected a variable of the environment, found none named NONE",
                    "--password secret | --password: expected --password-env NAME, as others can read a command line",
                })
        void isRefusedInOneSentence(String line, String message) {
            assertThatThrownBy(() -> parse(line))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(message);
        }
    }

    @Nested
    class OfTheProgram {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();

        private ExitCode run(String... words) {
            return Torture.run(words, Map.of(), stream(out), stream(err));
        }

        private static PrintStream stream(ByteArrayOutputStream bytes) {
            return new PrintStream(bytes, true, StandardCharsets.UTF_8);
        }

        @Test
        void tellsItsOptionsAndExitCodes() {
            assertThat(run("--seconds", "5", "--help")).isEqualTo(ExitCode.PASSED);

            String help = out.toString(StandardCharsets.UTF_8);
            assertThat(help).contains("--url", "--password-env", "--reader", "naive: ", "Exit codes: 0 nothing missed");
            assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(128));
        }

        @Test
        void endsWithTwoAndSaysWhyOnTheErrorOutput() {
            assertThat(run("--seconds", "-1").code()).isEqualTo(2);

            assertThat(err.toString(StandardCharsets.UTF_8))
                    .startsWith("torture: --seconds: expected a whole number from 1 to 1000000, found -1");
            assertThat(out.size()).isZero();
        }

        @Test
        void endsWithFourWhereThereIsNoDatabase() {
            assertThat(run("--url", "jdbc:postgresql://127.0.0.1:1/none", "--user", "ada")
                            .code())
                    .isEqualTo(4);

            assertThat(err.toString(StandardCharsets.UTF_8).lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("torture: "))
                    .noneMatch(line -> line.contains("Exception"));
        }

        @Test
        void endsWithFourWhereThereIsNoSuchPostgres() {
            assertThat(run("--version", "9").code()).isEqualTo(4);

            assertThat(err.toString(StandardCharsets.UTF_8)).contains("expected binaries of version 9");
        }
    }
}
