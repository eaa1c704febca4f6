package io.github.jooqeventstore.codegen;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.jooq.Constants;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.util.jaxb.tools.MiniJAXB;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The defaults of this tool with a project's own settings on top, both in jOOQ's own XML. They meet as elements, not as
 * objects: an object cannot tell a setting that was made from one that jOOQ has by default.
 */
final class GeneratorSettings {

    private GeneratorSettings() {}

    static Configuration read(@Nullable Path ofTheProject) throws IOException {
        try {
            Document settings = defaults();
            if (ofTheProject != null) {
                merge(generator(settings), generator(parse(ofTheProject)));
            }
            return toConfiguration(settings, ofTheProject);
        } catch (ParserConfigurationException | TransformerException e) {
            throw new IllegalStateException("every Java platform reads and writes XML", e);
        }
    }

    private static Document defaults() throws IOException, ParserConfigurationException {
        try (InputStream xml = Objects.requireNonNull(GeneratorSettings.class.getResourceAsStream("generator.xml"))) {
            return parser().parse(xml);
        } catch (SAXException e) {
            throw new IllegalStateException("generator.xml of this tool is well-formed", e);
        }
    }

    private static Document parse(Path file) throws IOException, ParserConfigurationException {
        try (InputStream xml = Files.newInputStream(file)) {
            return parser().parse(xml);
        } catch (SAXException e) {
            throw new IllegalArgumentException("generator: expected XML, found " + e.getMessage() + " in " + file, e);
        }
    }

    private static DocumentBuilder parser() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setIgnoringComments(true);
        DocumentBuilder parser = factory.newDocumentBuilder();
        // Its errors are thrown: they need no line on standard error as well.
        parser.setErrorHandler(null);
        return parser;
    }

    private static Element generator(Document document) {
        Element root = document.getDocumentElement();
        if (root.getTagName().equals("generator")) {
            return root;
        }
        if (root.getTagName().equals("configuration")) {
            List<Element> found = children(root).stream()
                    .filter(child -> child.getTagName().equals("generator"))
                    .toList();
            if (found.size() == 1) {
                return found.get(0);
            }
        }
        throw new IllegalArgumentException(
                "generator: expected <generator>, alone or in <configuration>, found <" + root.getTagName() + ">");
    }

    /** Elements of the same name meet: the parts of both stay, what both set is as the project wants it. */
    private static void merge(Element defaults, Element own) {
        for (Element part : children(own)) {
            List<Element> same = children(defaults).stream()
                    .filter(child -> child.getTagName().equals(part.getTagName()))
                    .toList();
            if (same.size() == 1
                    && !part.getTagName().equals("strategy")
                    && !children(part).isEmpty()) {
                merge(same.get(0), part);
            } else {
                same.forEach(defaults::removeChild);
                defaults.appendChild(defaults.getOwnerDocument().importNode(part, true));
            }
        }
    }

    private static List<Element> children(Element parent) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .toList();
    }

    private static Configuration toConfiguration(Document settings, @Nullable Path source)
            throws IOException, TransformerException {
        Element root = settings.getDocumentElement();
        root.setAttribute("xmlns", Constants.NS_CODEGEN);
        StringWriter xml = new StringWriter();
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        transformer.transform(new DOMSource(settings), new StreamResult(xml));
        try {
            // jOOQ itself passes over a name that it does not know.
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(GenerationTool.class.getResource(Constants.CP_CODEGEN))
                    .newValidator()
                    .validate(new StreamSource(new StringReader(xml.toString())));
        } catch (SAXException e) {
            throw new IllegalArgumentException(
                    "generator: expected the settings of jOOQ " + Constants.MINOR_VERSION + ", found " + e.getMessage()
                            + (source == null ? "" : " in " + source),
                    e);
        }
        return MiniJAXB.unmarshal(xml.toString(), Configuration.class);
    }
}
