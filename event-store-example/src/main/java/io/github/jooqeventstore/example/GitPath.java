package io.github.jooqeventstore.example;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The path of a file as text, different for different files.
 *
 * <p>To git a path is bytes, and mostly those of a text in UTF-8: then this is that text. Other bytes are written as git
 * itself shows them, in quotes and with backslashes, as in {@code "caf\351"}; so is a path that begins with a quote.
 */
final class GitPath {

    private GitPath() {}

    static String text(byte[] path) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(path))
                    .toString();
            return text.startsWith("\"") ? quoted(path) : text;
        } catch (CharacterCodingException e) {
            return quoted(path);
        }
    }

    /** The path in quotes, in printable ASCII alone. */
    static String quoted(byte[] path) {
        StringBuilder quoted = new StringBuilder(path.length + 2).append('"');
        for (byte b : path) {
            switch (b) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (b >= 0x20 && b < 0x7F) {
                        quoted.append((char) b);
                    } else {
                        quoted.append("\\%03o".formatted(b & 0xFF));
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
