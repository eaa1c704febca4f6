package io.github.jooqeventstore.codegen;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** jOOQ's own {@code <generator>}, written in the configuration of the goal, as a file for the JVM that generates. */
final class InlineSettings {

    private InlineSettings() {}

    static Path write(PlexusConfiguration generator, Path file) throws IOException {
        StringWriter xml = new StringWriter();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newInstance().createXMLStreamWriter(xml);
            write(generator, writer);
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text can always be written to", e);
        }
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, xml.toString());
        return file;
    }

    private static void write(PlexusConfiguration element, XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement(element.getName());
        for (PlexusConfiguration child : element.getChildren()) {
            write(child, writer);
        }
        String value = element.getValue();
        if (value != null) {
            writer.writeCharacters(value);
        }
        writer.writeEndElement();
    }
}
