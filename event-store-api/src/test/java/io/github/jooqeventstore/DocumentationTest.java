package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code that the documentation shows is compiled and run. */
class DocumentationTest {

    private static final Path MODULE = Path.of("").toAbsolutePath();

    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)\n[ *]*}</pre>", Pattern.DOTALL);
    private static final Pattern IN_MARKDOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        documents.add(MODULE.resolveSibling("README.md"));
        try (Stream<Path> guides = Files.list(MODULE.resolveSibling("docs"));
                Stream<Path> sources = Files.walk(MODULE.resolve("src/main/java"))) {
            guides.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            sources.filter(file -> file.toString().endsWith(".java")).forEach(documents::add);
        }
        return documents.stream()
                .sorted()
                .filter(file -> !snippets(file).isEmpty())
                .toList();
    }

    /** Blanks and comments aside; a line with "…" leaves something to the reader. */
    @ParameterizedTest
    @MethodSource("documents")
    void everyLineOfASnippetIsCompiled(Path document) throws IOException {
        String compiled = withoutBlanks(compiledSnippets());

        assertThat(snippets(document).stream().flatMap(String::lines))
                .map(line -> withoutBlanks(line.replaceFirst("^ *\\* ", "").replaceFirst(" // .*", "")))
                .allSatisfy(line -> assertThat(line.contains("…") || compiled.contains(line))
                        .as(line)
                        .isTrue());
    }

    /** Here, and in the consumers' projects, whose tables the library does not have. */
    private static String compiledSnippets() throws IOException {
        StringBuilder compiled = new StringBuilder(
                Files.readString(MODULE.resolve("src/test/java/io/github/jooqeventstore/CompiledSnippetsTest.java")));
        try (Stream<Path> projects = Files.walk(MODULE.resolveSibling("consumer-builds/src/it"))) {
            for (Path source :
                    projects.filter(file -> file.toString().endsWith(".java")).toList()) {
                compiled.append(Files.readString(source));
            }
        }
        return compiled.toString();
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }

    private static List<String> snippets(Path document) {
        try {
            Pattern pattern = document.toString().endsWith(".md") ? IN_MARKDOWN : IN_JAVADOC;
            return pattern.matcher(Files.readString(document))
                    .results()
                    .map(snippet -> snippet.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
