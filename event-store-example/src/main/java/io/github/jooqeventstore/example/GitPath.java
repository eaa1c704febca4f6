package io.github.jooqeventstore.example;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The path of a file as text, different for different files.
 *
 * <p>To git a path is bytes, and mostly those of a text in UTF-8: then this is that text. Other bytes are written as git
 * itself shows them, in quotes and with backslashes, as in {@code "caf\351"}; so is a path that begins with a quote.
 */
final class GitPath {

    private static final String NO_DIRECTORY = ".";

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

    /** The first directory on the path, as {@link #text} writes it; "." for a file that is in none. */
    static String topDirectory(String path) {
        if (!path.startsWith("\"")) {
            int end = path.indexOf('/');
            return end < 0 ? NO_DIRECTORY : path.substring(0, end);
        }
        // The directory's name may be text where the file's is not.
        byte[] bytes = unquoted(path);
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '/') {
                return text(Arrays.copyOf(bytes, end));
            }
        }
        return NO_DIRECTORY;
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

    private static byte[] unquoted(String quoted) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(quoted.length());
        int i = 1;
        while (i < quoted.length() - 1) {
            char c = quoted.charAt(i++);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            char escaped = quoted.charAt(i++);
            switch (escaped) {
                case '"', '\\' -> bytes.write(escaped);
                case 'n' -> bytes.write('\n');
                case 't' -> bytes.write('\t');
                case 'r' -> bytes.write('\r');
                default -> {
                    bytes.write(Integer.parseInt(quoted, i - 1, i + 2, 8));
                    i += 2;
                }
            }
        }
        return bytes.toByteArray();
    }
}
