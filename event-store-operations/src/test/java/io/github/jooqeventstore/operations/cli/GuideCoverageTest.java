package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The table guide-coverage.md: what it names is there. */
class GuideCoverageTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/operations/guide-coverage.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST =
            Pattern.compile("([A-Z][A-Za-z0-9]*Test)((?:\\.[A-Z][A-Za-z0-9]*)*)\\.([a-z][A-Za-z0-9]*)");
    private static final int COLUMNS = 4;

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|--") && !line.startsWith("| The guide"))
                .toList();
    }

    private static List<String> codes(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1)).toList();
    }

    @Test
    void hasARowWithFourCellsAndAProofForEachLine() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(50).allSatisfy(row -> {
            String[] cells = row.split("(?<!\\\\)\\|", -1);
            assertThat(cells).as(row).hasSize(COLUMNS + 2);
            assertThat(codes(cells[COLUMNS]))
                    .as(row)
                    .isNotEmpty()
                    .allMatch(code -> TEST.matcher(code).matches());
        });
    }

    @Test
    void namesTestsThatExist() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        for (String row : rows()) {
            for (String code : codes(row)) {
                Matcher test = TEST.matcher(code);
                if (test.matches() && !exists(sources, test)) {
                    missing.add(code);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean exists(Map<String, String> sources, Matcher test) {
        String source = sources.getOrDefault(test.group(1), "");
        boolean nested = Stream.of(test.group(2).split("\\.", -1))
                .filter(name -> !name.isEmpty())
                .allMatch(name -> source.contains("class " + name + " {"));
        return nested && source.contains("void " + test.group(3) + "(");
    }

    // Several modules may have one of a name: together they tell.
    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> tests = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
            List<Path> files = new ArrayList<>();
            for (Path folder : tests) {
                try (Stream<Path> all = Files.walk(folder)) {
                    all.filter(file -> file.toString().endsWith("Test.java")).forEach(files::add);
                }
            }
            return files.stream()
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            GuideCoverageTest::text,
                            String::concat));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"guide-coverage.md", "runbook-database-failure.md", "readiness.md", "security.md", "README.md"})
    void namesCommandsAndOptionsThatExist(String page) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String code : codes(Files.readString(PAGE.resolveSibling(page)).replaceAll("(?s)```.*?```", ""))) {
            if (code.startsWith("event-store ")) {
                String fault = fault(code);
                if (!fault.isEmpty()) {
                    wrong.add(code + ": " + fault);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String fault(String command) {
        CommandLine line = new CommandLine(EventStoreCommand.class, new Parts(new Environment(Map.of())));
        Set<String> options = Set.of();
        boolean parameters = false;
        for (String word : command.split("\\s+", -1)) {
            if (word.equals("event-store")) {
                continue;
            }
            if (word.startsWith("--")) {
                parameters = true;
                options = line.getCommandSpec().optionsMap().keySet();
                if (!options.contains(word.split("=", 2)[0])) {
                    return "no option " + word;
                }
            } else if (!parameters && line.getSubcommands().containsKey(word)) {
                line = line.getSubcommands().get(word);
            } else if (!parameters
                    && line.getCommandSpec().positionalParameters().isEmpty()) {
                return "no command " + word;
            }
        }
        return "";
    }
}
