package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is public is so on purpose: it is on a list, and every change of it is a line in a review. */
class PublicApiTest {

    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path LIST = MODULE.resolveSibling("docs").resolve("public-api.txt");

    private static final String HEAD = """
            # The public types of event-store-api, event-store-schema and event-store-postgres: what callers may rely on.
            # PublicApiTest compares them with the classes. This writes the list anew:
            # mvn test -pl event-store-api -am -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dpublic-api=write
            """;

    private static final String HEAD_OF_THE_OTHERS = """

            # Generated, and public for jOOQ's sake alone: not for callers, they may change in any release.
            """;

    private static PublicTypes types;

    @BeforeAll
    static void readClasses() throws Exception {
        types = PublicTypes.besides(EventStore.class, SchemaMigrations.class, PostgresServer.class);
        if ("write".equals(System.getProperty("public-api"))) {
            Files.writeString(LIST, text(types));
        }
    }

    @Test
    void everyPublicTypeIsOnTheListAndNothingElse() throws Exception {
        assertThat(differences(Files.readString(LIST), types)).isEmpty();
    }

    @Test
    void anUnlistedTypeIsToldWhatToDo() {
        PublicTypes one = new PublicTypes(new TreeSet<>(Set.of("a.New")), new TreeSet<>());
        PublicTypes other = new PublicTypes(new TreeSet<>(Set.of("a.Old")), new TreeSet<>());

        assertThat(differences(text(other), one))
                .containsExactly(
                        "a.New is public and not on docs/public-api.txt: make it package-private, or add the line",
                        "a.Old is on docs/public-api.txt and no longer public: callers lose it; if that is meant, take the"
                                + " line away");
    }

    @Test
    void eventsStreamsAndSnapshotsAreForCallersAndOtherGeneratedClassesAreNot() {
        String schema = "io.github.jooqeventstore.schema.";
        assertThat(types.forCallers())
                .contains(
                        schema + "Tables",
                        schema + "tables.Events",
                        schema + "tables.Streams",
                        schema + "tables.Snapshots",
                        schema + "tables.records.EventsRecord");
        assertThat(types.notForCallers())
                .contains(schema + "DefaultCatalog", schema + "tables.Store")
                .allMatch(name -> name.startsWith(schema));
    }

    @Test
    void everyPackageWithAPublicTypeIsExported() throws Exception {
        String module = Files.readString(MODULE.resolve("src/main/module/module-info.java"));
        PublicTypes own = PublicTypes.besides(EventStore.class);

        assertThat(matches("exports ([\\w.]+);", module))
                .as("exports in src/main/module/module-info.java")
                .containsExactlyInAnyOrderElementsOf(Stream.of(own.forCallers(), own.notForCallers())
                        .flatMap(Collection::stream)
                        .map(PublicApiTest::packageOf)
                        .collect(Collectors.toSet()));
    }

    /** The comparison with a released version leaves out what is not for callers, and nothing else. */
    @Test
    void theComparisonWithAReleaseLeavesOutWhatIsNotForCallers() throws Exception {
        String pom = Files.readString(MODULE.resolveSibling("pom.xml"));

        assertThat(matches("<exclude>(io\\.github\\.jooqeventstore\\.schema\\.[\\w.$]+)</exclude>", pom))
                .map(name -> name.replace('$', '.'))
                .containsExactlyInAnyOrderElementsOf(types.notForCallers());
    }

    private static List<String> differences(String list, PublicTypes found) {
        Set<String> listed = list.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = new TreeSet<>(found.forCallers());
        all.addAll(found.notForCallers());
        List<String> differences = new ArrayList<>();
        all.stream()
                .filter(name -> !listed.contains(name))
                .map(name ->
                        name + " is public and not on docs/public-api.txt: make it package-private, or add the line")
                .forEach(differences::add);
        listed.stream()
                .filter(name -> !all.contains(name))
                .map(name -> name
                        + " is on docs/public-api.txt and no longer public: callers lose it; if that is meant, take"
                        + " the line away")
                .forEach(differences::add);
        return differences;
    }

    private static String text(PublicTypes types) {
        return HEAD + lines(types.forCallers()) + HEAD_OF_THE_OTHERS + lines(types.notForCallers());
    }

    private static String lines(Set<String> names) {
        return names.stream().map(name -> name + "\n").collect(Collectors.joining());
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** By the rule that packages are written small. */
    private static String packageOf(String type) {
        return type.replaceFirst("\\.[A-Z].*", "");
    }
}
