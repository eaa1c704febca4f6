package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The descriptor is written by hand: what Maven reads in it has to be what the goal's class has. */
class PluginDescriptorTest {

    private static Document descriptor;

    @BeforeAll
    static void readDescriptor() throws Exception {
        try (var xml = GenerateMojo.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            descriptor =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml);
        }
    }

    @Test
    void namesTheClassOfTheGoal() {
        assertThat(texts("implementation")).containsExactly(GenerateMojo.class.getName());
    }

    @Test
    void namesEveryFieldThatMavenSets() {
        Map<String, String> parameters = new TreeMap<>();
        elements("parameter").forEach(parameter -> parameters.put(text(parameter, "name"), text(parameter, "type")));
        Map<String, String> fields = Arrays.stream(GenerateMojo.class.getDeclaredFields())
                .filter(field -> !java.lang.reflect.Modifier.isFinal(field.getModifiers()))
                .collect(Collectors.toMap(
                        Field::getName, field -> field.getType().getName()));
        assertThat(parameters).containsExactlyInAnyOrderEntriesOf(fields);
    }

    @Test
    void hasTheDefaultSchemaOfTheCommandLine() {
        assertThat(elements("schema").get(0).getAttribute("default-value")).isEqualTo(CodegenOptions.DEFAULT_SCHEMA);
    }

    @Test
    void leavesMavensOwnExpressionsToMavenAndFillsInOurs() {
        assertThat(elements("directory").get(0).getAttribute("default-value"))
                .isEqualTo("${project.build.directory}/generated-sources/jooq");
        assertThat(texts("artifactId")).containsExactly("event-store-codegen");
        assertThat(texts("version").get(0)).doesNotContain("@", "$");
    }

    private static List<String> texts(String tag) {
        return elements(tag).stream().map(Element::getTextContent).toList();
    }

    private static String text(Element parent, String tag) {
        return parent.getElementsByTagName(tag).item(0).getTextContent();
    }

    private static List<Element> elements(String tag) {
        NodeList nodes = descriptor.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .map(Element.class::cast)
                .toList();
    }
}
