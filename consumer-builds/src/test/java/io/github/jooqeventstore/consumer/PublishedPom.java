package io.github.jooqeventstore.consumer;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** A POM as it was installed for the consumers' builds. */
record PublishedPom(Document document) {

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    static PublishedPom of(String artifact) throws Exception {
        String version = ConsumerProject.version("event-store");
        Path file = Path.of(System.getProperty("consumer.repository"), "io/github/jooqeventstore", artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + ".pom");
        return new PublishedPom(
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
    }

    /** {@return the texts of the elements that a path leads to, as in {@code /project/name}} */
    List<String> texts(String path) throws XPathExpressionException {
        NodeList nodes = (NodeList) XPATH.evaluate(path, document, XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(index -> nodes.item(index).getTextContent().strip())
                .toList();
    }
}
